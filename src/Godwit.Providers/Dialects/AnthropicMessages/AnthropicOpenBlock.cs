using System.Buffers;
using System.Text;
using System.Text.Json;
using Godwit.Providers.Dialects.Reading;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>A content block of a provider's stream that has begun and not ended.</summary>
/// <param name="index">The provider's index, which counts blocks of every kind.</param>
/// <param name="type">The block's type.</param>
internal sealed class AnthropicOpenBlock(long index, string type)
{
    private StringBuilder? input;
    private List<JsonElement>? citations;

    public long Index => index;

    public string Type => type;

    /// <summary>Index of its part.</summary>
    public int Part { get; set; }

    /// <summary>Characters of text before it in the answer.</summary>
    public int Place { get; init; }

    /// <summary>Some text or arguments have come.</summary>
    public bool HasText { get; set; }

    /// <summary>A call's input as it stood at the block's start.</summary>
    public string? Initial { get; set; }

    /// <summary>The start of a block that only this dialect has; null for the others.</summary>
    public JsonElement? Foreign { get; set; }

    /// <summary>The signature, or the closed thinking; null without.</summary>
    public string? Signature { get; private set; }

    /// <summary>Input of a block that only this dialect has.</summary>
    public StringBuilder Input => input ??= new StringBuilder();

    /// <summary>Told at the block's end, when the place of its text is known.</summary>
    public IReadOnlyList<JsonElement> Citations => citations ?? [];

    public void Cite(JsonElement citation) => (citations ??= []).Add(citation);

    public void Sign(string? piece)
    {
        if (piece is { Length: > 0 })
        {
            Signature += piece;
        }
    }

    /// <summary>The whole block: its start, with the input that came in pieces.</summary>
    public JsonElement Whole(JsonElement start)
    {
        if (input is null || start.At("input"u8) is null || RawJson.ParseObject(input.ToString()) is not { } whole)
        {
            return start;
        }

        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            foreach (var member in start.EnumerateObject())
            {
                AnthropicSchema.WriteName(json, member);
                json.WriteRaw(member.NameEquals("input"u8) ? whole : member.Value);
            }

            json.WriteEndObject();
        }

        var reader = new Utf8JsonReader(output.WrittenSpan, new JsonReaderOptions { MaxDepth = 256 });
        return JsonElement.ParseValue(ref reader);
    }
}
