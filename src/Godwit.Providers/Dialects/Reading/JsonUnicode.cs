using System.Text.Json;

namespace Godwit.Providers.Dialects.Reading;

/// <summary>
/// Finds texts that are no Unicode: half of a surrogate pair, escaped. JSON allows them, and no text can be made of
/// them, so that a value which is handed on as it came would fail where it is written.
/// </summary>
public static class JsonUnicode
{
    /// <summary>True when every text and name in the JSON is Unicode; true too for what is no JSON.</summary>
    public static bool IsValid(ReadOnlySpan<byte> json)
    {
        // Surrogates are only written as escapes; most bodies have none, and cost one search.
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return true;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256, AllowTrailingCommas = true });
        var buffer = new char[256];
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)
                    || !reader.ValueIsEscaped)
                {
                    continue;
                }

                if (reader.ValueSpan.Length > buffer.Length)
                {
                    buffer = new char[reader.ValueSpan.Length];
                }

                _ = reader.CopyString(buffer);
            }
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        catch (JsonException)
        {
            return true;
        }

        return true;
    }
}
