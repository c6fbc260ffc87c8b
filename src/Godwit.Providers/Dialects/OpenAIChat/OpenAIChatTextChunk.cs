using System.Text.Json;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>
/// A chunk that brings one choice some text and nothing else, as nearly every chunk does: such a one needs no document.
/// </summary>
internal struct OpenAIChatTextChunk
{
    /// <summary>Index of the choice.</summary>
    public int Choice { get; private set; }

    /// <summary>The text; empty in a chunk that only begins.</summary>
    public string Text { get; private set; }

    /// <summary>The answer's id, where names were asked for.</summary>
    public string? Id { get; private set; }

    /// <summary>The model's name, where names were asked for.</summary>
    public string? Model { get; private set; }

    /// <summary>Reads the chunk; false for one that could mean more, which must be read as a document.</summary>
    /// <param name="data">The chunk.</param>
    /// <param name="names">Read id and model as well.</param>
    /// <param name="chunk">What was read.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static bool TryRead(ReadOnlySpan<byte> data, bool names, out OpenAIChatTextChunk chunk)
    {
        chunk = new OpenAIChatTextChunk { Choice = -1, Text = "" };
        try
        {
            var json = new Utf8JsonReader(data);
            return chunk.Read(ref json, names) && chunk.Choice >= 0;
        }
        catch (InvalidOperationException)
        {
            // A text that is no Unicode.
            return false;
        }
    }

    private bool Read(ref Utf8JsonReader json, bool names)
    {
        var plain = json.Read() && json.TokenType == JsonTokenType.StartObject;
        while (plain && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("choices"u8))
            {
                plain = ReadChoices(ref json);
            }
            else if (json.ValueTextEquals("usage"u8) || json.ValueTextEquals("error"u8)
                || json.ValueTextEquals("base_resp"u8) || json.ValueTextEquals("citations"u8)
                || json.ValueTextEquals("web_search"u8))
            {
                plain = IsNull(ref json);
            }
            else if (names && json.ValueTextEquals("id"u8))
            {
                Id = TextOf(ref json);
                json.Skip();
            }
            else if (names && json.ValueTextEquals("model"u8))
            {
                Model = TextOf(ref json);
                json.Skip();
            }
            else
            {
                json.Skip();
            }
        }

        return plain;
    }

    private bool ReadChoices(ref Utf8JsonReader json)
    {
        (Choice, Text) = (-1, "");
        return json.Read() && json.TokenType == JsonTokenType.StartArray
            && json.Read() && json.TokenType == JsonTokenType.StartObject
            && ReadChoice(ref json)
            && json.Read() && json.TokenType == JsonTokenType.EndArray;
    }

    private bool ReadChoice(ref Utf8JsonReader json)
    {
        var plain = true;
        while (plain && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("index"u8))
            {
                json.Read();
                plain = json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var index)
                    && (Choice = index) >= 0;
            }
            else if (json.ValueTextEquals("delta"u8))
            {
                json.Read();
                plain = json.TokenType == JsonTokenType.StartObject && ReadDelta(ref json);
            }
            else if (json.ValueTextEquals("content_filter_results"u8))
            {
                json.Skip();
            }
            else
            {
                plain = IsNull(ref json);
            }
        }

        return plain;
    }

    private bool ReadDelta(ref Utf8JsonReader json)
    {
        Text = "";
        var plain = true;
        while (plain && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("content"u8))
            {
                Text = TextOf(ref json) ?? "";
                plain = json.TokenType is JsonTokenType.String or JsonTokenType.Null;
            }
            else if (json.ValueTextEquals("role"u8))
            {
                json.Skip();
            }
            else
            {
                plain = IsNull(ref json);
            }
        }

        return plain;
    }

    // Null for what is no text; of a list or an object the content is still to come then.
    private static string? TextOf(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.String ? json.GetString() : null;
    }

    private static bool IsNull(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.Null;
}
