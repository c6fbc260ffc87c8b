using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Pieces of JSON that go on as they are.</summary>
internal static class GeminiJson
{
    /// <summary>As deep as a client's request may be.</summary>
    public static JsonReaderOptions Deep => new() { MaxDepth = RequestScan.MaxDepth };

    /// <summary>
    /// Writes a value as it stands. Copied, not read and written: a text that is no Unicode would throw.
    /// </summary>
    public static void WriteRaw(this Utf8JsonWriter json, JsonElement value) =>
        json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);

    /// <summary>A member's name; empty when it is no Unicode.</summary>
    public static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    /// <summary>Writes text as the object it is; false when it is none.</summary>
    public static bool TryWriteObject(Utf8JsonWriter json, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, Deep);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            reader.Skip();
            // Reading on finds what trails.
            reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }

        json.WriteRawValue(bytes, skipInputValidation: true);
        return true;
    }
}
