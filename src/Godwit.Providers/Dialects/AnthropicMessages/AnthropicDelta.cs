using System.Text.Json;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>What one <c>content_block_delta</c> brings.</summary>
internal readonly record struct AnthropicDelta
{
    /// <summary>The block; -1 when none is named.</summary>
    public long Index { get; private init; }

    /// <summary>Text, thinking, arguments or signature.</summary>
    public string? Text { get; private init; }

    public bool IsSignature { get; private init; }

    public JsonElement? Citation { get; private init; }

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static AnthropicDelta Read(ReadOnlySpan<byte> data)
    {
        var json = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 128 });
        var delta = new AnthropicDelta { Index = -1 };
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return delta;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("index"u8))
            {
                json.Read();
                delta = delta with
                {
                    Index = json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var index) ? index : -1,
                };
            }
            else if (json.ValueTextEquals("delta"u8))
            {
                json.Read();
                delta = delta.ReadInner(ref json);
            }

            json.Skip();
        }

        return delta;
    }

    private AnthropicDelta ReadInner(ref Utf8JsonReader json)
    {
        var delta = this;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return delta;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("text"u8) || json.ValueTextEquals("partial_json"u8)
                || json.ValueTextEquals("thinking"u8))
            {
                json.Read();
                delta = delta with { Text = TextOf(ref json) ?? delta.Text };
            }
            else if (json.ValueTextEquals("signature"u8))
            {
                json.Read();
                delta = delta with { Text = TextOf(ref json), IsSignature = true };
            }
            else if (json.ValueTextEquals("citation"u8))
            {
                json.Read();
                delta = delta with { Citation = JsonElement.ParseValue(ref json) };
            }

            json.Skip();
        }

        return delta;
    }

    private static string? TextOf(ref Utf8JsonReader json)
    {
        try
        {
            return json.TokenType == JsonTokenType.String ? json.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: a reader sees the usual sign for what can't be shown, and the rest goes on.
            return "\uFFFD";
        }
    }
}
