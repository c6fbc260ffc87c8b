using System.Text.Json;

namespace Godwit.Simulator.Messages;

/// <summary>Writes the data of Anthropic's stream events.</summary>
internal static class MessagesEvents
{
    /// <summary>A piece of text of whatever kind.</summary>
    /// <param name="Index">The block it belongs to.</param>
    /// <param name="Type">The delta's type.</param>
    /// <param name="Member">The member that carries the text.</param>
    /// <param name="Text">The piece.</param>
    public readonly record struct TextDelta(int Index, string Type, string Member, ReadOnlyMemory<char> Text);

    public static void WriteMessageStart(Utf8JsonWriter json, MessageReply reply)
    {
        json.WriteStartObject();
        json.WriteString("type", "message_start");
        json.WritePropertyName("message");
        MessagesWriter.WriteSkeleton(json, reply);
        json.WriteEndObject();
    }

    public static void WriteBlockStart(Utf8JsonWriter json, (int Index, MessageBlock Block) start)
    {
        json.WriteStartObject();
        json.WriteString("type", "content_block_start");
        json.WriteNumber("index", start.Index);
        json.WritePropertyName("content_block");
        MessagesWriter.WriteBlock(json, start.Block, whole: false);
        json.WriteEndObject();
    }

    public static void WriteTextDelta(Utf8JsonWriter json, TextDelta delta)
    {
        WriteDeltaHead(json, delta.Index, delta.Type);
        json.WriteString(delta.Member, delta.Text.Span);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteCitationDelta(Utf8JsonWriter json, (int Index, CitedDocument Document) delta)
    {
        WriteDeltaHead(json, delta.Index, "citations_delta");
        json.WritePropertyName("citation");
        MessagesWriter.WriteCitation(json, delta.Document);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteBlockStop(Utf8JsonWriter json, int index)
    {
        json.WriteStartObject();
        json.WriteString("type", "content_block_stop");
        json.WriteNumber("index", index);
        json.WriteEndObject();
    }

    public static void WriteMessageDelta(Utf8JsonWriter json, MessageReply reply)
    {
        json.WriteStartObject();
        json.WriteString("type", "message_delta");
        json.WriteStartObject("delta");
        MessagesWriter.WriteStop(json, reply);
        json.WriteEndObject();
        json.WritePropertyName("usage");
        MessagesWriter.WriteUsage(json, reply, reply.OutputTokens);
        json.WriteEndObject();
    }

    /// <summary>Writes an event that has nothing but its type.</summary>
    public static void WriteBare(Utf8JsonWriter json, string type)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteEndObject();
    }

    private static void WriteDeltaHead(Utf8JsonWriter json, int index, string type)
    {
        json.WriteStartObject();
        json.WriteString("type", "content_block_delta");
        json.WriteNumber("index", index);
        json.WriteStartObject("delta");
        json.WriteString("type", type);
    }
}
