using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Godwit.Gateway.ResponseState;

namespace Godwit.Gateway.Conversations;

/// <summary>Writes conversations and their items as clients get them.</summary>
internal static class ConversationJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The conversation itself, which does not have its items.</summary>
    public static void Write(IBufferWriter<byte> output, string id, StoredConversation conversation)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "conversation"u8);
        json.WriteNumber("created_at"u8, conversation.CreatedAt);
        json.WritePropertyName("metadata"u8);
        conversation.Metadata.WriteTo(json);
        json.WriteEndObject();
    }

    /// <summary>That it was deleted.</summary>
    public static void WriteDeleted(IBufferWriter<byte> output, string id)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "conversation.deleted"u8);
        json.WriteBoolean("deleted"u8, true);
        json.WriteEndObject();
    }

    /// <summary>One item.</summary>
    public static void WriteItem(IBufferWriter<byte> output, JsonElement item)
    {
        using var json = new Utf8JsonWriter(output, Options);
        item.WriteTo(json);
    }

    /// <summary>A page of items; null when there is no item to begin behind.</summary>
    public static List<JsonElement>? PageOf(StoredConversation conversation, in InputItemPage page, out bool hasMore)
    {
        var items = conversation.Items.ToList();
        if (!page.Ascending)
            items.Reverse();
        var after = page.After;
        var first = after is null ? 0 : items.FindIndex(item => StoredConversation.IdOf(item) == after) + 1;
        hasMore = first + page.Limit < items.Count;
        return after is not null && first == 0 ? null : [.. items.Skip(first).Take(page.Limit)];
    }

    /// <summary>A list of items.</summary>
    public static void WriteList(IBufferWriter<byte> output, List<JsonElement> items, bool hasMore)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var item in items)
            item.WriteTo(json);
        json.WriteEndArray();
        json.WriteString("first_id"u8, items.Count > 0 ? StoredConversation.IdOf(items[0]) : null);
        json.WriteString("last_id"u8, items.Count > 0 ? StoredConversation.IdOf(items[^1]) : null);
        json.WriteBoolean("has_more"u8, hasMore);
        json.WriteEndObject();
    }

    /// <summary>Items as a JSON list.</summary>
    public static ReadOnlyMemory<byte> ListOf(IEnumerable<JsonElement> items)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written, Options))
        {
            json.WriteStartArray();
            foreach (var item in items)
                item.WriteTo(json);
            json.WriteEndArray();
        }

        return written.WrittenMemory;
    }
}
