using System.Buffers;
using System.Text.Json;

namespace Godwit.Gateway.Conversations;

/// <summary>
/// Items on their way into a conversation: each gets an id by which it can be asked for, and a message the form in
/// which conversations tell it.
/// </summary>
internal static class ConversationItems
{
    private const int LongestId = 200;

    /// <summary>What is added of a list of items to those that are there.</summary>
    /// <param name="items">The items; of a reference to one nothing is added.</param>
    /// <param name="known">The items that are there.</param>
    public static List<JsonElement> Prepare(IEnumerable<JsonElement> items, IReadOnlyList<JsonElement> known)
    {
        var ids = known.Select(StoredConversation.IdOf).ToHashSet(StringComparer.Ordinal);
        var added = new List<JsonElement>();
        foreach (var item in items)
        {
            if (item.ValueKind != JsonValueKind.Object || TypeOf(item) == "item_reference")
                continue;
            var id = TextOf(item, "id") is { Length: > 0 and <= LongestId } own && ids.Add(own)
                ? own : $"{PrefixOf(TypeOf(item))}_{Guid.CreateVersion7():N}";
            added.Add(Write(item, id));
        }

        return added;
    }

    private static JsonElement Write(JsonElement item, string id)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            var isMessage = TypeOf(item) == "message";
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            json.WriteString("type"u8, TypeOf(item));
            if (isMessage)
                json.WriteString("status"u8, TextOf(item, "status") ?? "completed");
            foreach (var member in item.EnumerateObject())
            {
                if (member.NameEquals("id"u8) || member.NameEquals("type"u8)
                    || (isMessage && member.NameEquals("status"u8)))
                    continue;
                if (isMessage && member.NameEquals("content"u8) && member.Value.ValueKind == JsonValueKind.String)
                    WriteText(json, member.Value, TextOf(item, "role") == "assistant");
                else
                    member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return JsonDocument.Parse(written.WrittenMemory, new() { MaxDepth = 256 }).RootElement;
    }

    private static void WriteText(Utf8JsonWriter json, JsonElement text, bool isOutput)
    {
        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, isOutput ? "output_text"u8 : "input_text"u8);
        json.WritePropertyName("text"u8);
        text.WriteTo(json);
        if (isOutput)
        {
            json.WriteStartArray("annotations"u8);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string TypeOf(JsonElement item) => TextOf(item, "type") ?? "message";

    private static string PrefixOf(string type) => type switch
    {
        "message" => "msg",
        "function_call" => "fc",
        "reasoning" => "rs",
        _ => "item",
    };

    private static string? TextOf(JsonElement item, string name)
    {
        try
        {
            return item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no text.
            return null;
        }
    }
}
