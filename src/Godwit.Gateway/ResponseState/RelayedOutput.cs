using System.Buffers;
using System.Text.Json;

namespace Godwit.Gateway.ResponseState;

/// <summary>The output of a response that a provider gave and does not keep, as a later request can send it.</summary>
internal static class RelayedOutput
{
    /// <summary>What is kept of the event by which a response ended; null when there is no response in it.</summary>
    public static ReadOnlyMemory<byte>? Of(ReadOnlyMemory<byte> ended)
    {
        try
        {
            using var document = JsonDocument.Parse(ended, new() { MaxDepth = 256 });
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("response"u8, out var response)
                || response.ValueKind != JsonValueKind.Object
                || !response.TryGetProperty("output"u8, out var output) || output.ValueKind != JsonValueKind.Array)
                return null;
            return Write(output);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair is valid JSON, and no text.
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Write(JsonElement output)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            json.WriteStartArray("output"u8);
            foreach (var item in output.EnumerateArray())
                Write(json, item);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return written.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, JsonElement item)
    {
        if (!IsUnsealedReasoning(item))
        {
            item.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        foreach (var member in item.EnumerateObject())
        {
            if (!member.NameEquals("id"u8) && !member.NameEquals("encrypted_content"u8))
                member.WriteTo(json);
        }

        json.WriteEndObject();
    }

    // Without its seal its id is a name for what the provider has forgotten, which it would refuse. Without the id
    // it is only words, and is told as lost where words are not taken. A seal that bears the mark of one of several
    // accounts is as good as none: the next request may go to another.
    private static bool IsUnsealedReasoning(JsonElement item) => item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty("type"u8, out var type) && type.ValueKind == JsonValueKind.String
        && type.ValueEquals("reasoning"u8)
        && !(item.TryGetProperty("encrypted_content"u8, out var seal) && seal.ValueKind == JsonValueKind.String
            && !seal.GetString()!.StartsWith("gwr_", StringComparison.Ordinal));
}
