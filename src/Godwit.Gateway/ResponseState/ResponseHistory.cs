using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Godwit.Policy.Access;

namespace Godwit.Gateway.ResponseState;

/// <summary>Reads conversations out of the store, response by response back to the first.</summary>
internal sealed class ResponseHistory(IResponseStore store, ProjectRules owner, CancellationToken cancellation)
{
    // A conversation of more turns has long outgrown every context window.
    private const int MostTurns = 2_000;
    private const long MostBytes = 64L * 1024 * 1024;

    private readonly Dictionary<Guid, StoredResponse> read = [];

    /// <summary>The id of a response in an id of one of its items, and the item's place.</summary>
    public static bool TryParse(string itemId, out Guid response, out int index)
    {
        (response, index) = (default, 0);
        var parts = itemId.Split('_');
        return parts.Length == 3 && Guid.TryParseExact(parts[1], "N", out response)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }

    /// <summary>The ids of items that are only named.</summary>
    public static IEnumerable<string> ReferencesIn(JsonElement items)
    {
        if (items.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (var item in items.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object && IsReference(item)
                && item.TryGetProperty("id"u8, out var id) && id.ValueKind == JsonValueKind.String
                && id.GetRawText() is { Length: < 200 } raw)
                yield return raw[1..^1];
        }
    }

    /// <summary>All items up to and with those of a response; null when one of them is not kept here.</summary>
    public async ValueTask<JsonElement?> ItemsAsync(Guid last)
    {
        var turns = new List<StoredResponse>();
        long bytes = 0;
        for (Guid? next = last; next is { } id; next = turns[^1].Previous)
        {
            if (turns.Count == MostTurns || await FindAsync(id) is not { } turn)
                return null;
            turns.Add(turn);
            if ((bytes += turn.Input.Length + turn.Response.Length) > MostBytes)
                return null;
        }

        turns.Reverse();
        return Join(turns);
    }

    /// <summary>One item of a response's output; null when it is not kept here.</summary>
    public async ValueTask<JsonElement?> ItemAsync(Guid response, int index) =>
        await FindAsync(response) is { } found && Root(found.Response).GetProperty("output"u8) is var output
            && index < output.GetArrayLength() ? output[index] : null;

    /// <summary>A response's input as a list of items.</summary>
    public static JsonElement InputOf(StoredResponse response) => ItemsOf(response.Input);

    /// <summary>An input as a list of items: it may be a text, or missing.</summary>
    public static JsonElement ItemsOf(ReadOnlyMemory<byte> text)
    {
        var input = text.IsEmpty ? default : Root(text);
        if (input.ValueKind != JsonValueKind.String)
            return input.ValueKind == JsonValueKind.Array ? input : Root("[]"u8.ToArray());
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("type"u8, "message"u8);
            json.WriteString("role"u8, "user"u8);
            json.WriteStartArray("content"u8);
            json.WriteStartObject();
            json.WriteString("type"u8, "input_text"u8);
            json.WritePropertyName("text"u8);
            input.WriteTo(json);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        return Root(written.WrittenMemory);
    }

    private static JsonElement Join(List<StoredResponse> turns)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartArray();
            foreach (var turn in turns)
            {
                foreach (var item in InputOf(turn).EnumerateArray())
                    item.WriteTo(json);
                foreach (var item in Root(turn.Response).GetProperty("output"u8).EnumerateArray())
                    item.WriteTo(json);
            }

            json.WriteEndArray();
        }

        return Root(written.WrittenMemory);
    }

    private async ValueTask<StoredResponse?> FindAsync(Guid id)
    {
        if (!read.TryGetValue(id, out var found) && await store.FindAsync(id, owner, cancellation) is { } kept)
            read[id] = found = kept;
        return found;
    }

    private static bool IsReference(JsonElement item) =>
        item.TryGetProperty("type"u8, out var type) && type.ValueKind != JsonValueKind.Null
            ? type.ValueKind == JsonValueKind.String && type.ValueEquals("item_reference"u8)
            : !item.TryGetProperty("role"u8, out _);

    // Not disposed: what is read from it lives as long as the request.
    private static JsonElement Root(ReadOnlyMemory<byte> json) =>
        JsonDocument.Parse(json, new() { MaxDepth = 256 }).RootElement;
}
