using System.Buffers;
using System.Text.Json;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <content>The events as they stand on the wire.</content>
internal sealed partial class ResponsesStreamWriter
{
    private void WriteResponse(ReadOnlySpan<byte> type, ResponsesEnding ending, IBufferWriter<byte> output)
    {
        var json = Begin(type, output);
        json.WritePropertyName("response"u8);
        ResponsesObject.Write(json, context, ending, items);
        End(json, output);
    }

    private void WriteItem(ReadOnlySpan<byte> type, ResponsesOutputItem item, bool begun, IBufferWriter<byte> output)
    {
        var json = Begin(type, output);
        json.WriteNumber("output_index"u8, item.Index);
        json.WritePropertyName("item"u8);
        item.Write(json, item.Done ? "completed" : "in_progress", begun);
        End(json, output);
    }

    private void WriteContentPart(
        ReadOnlySpan<byte> type, ResponsesOutputItem item, ResponsesPiece piece, bool begun, IBufferWriter<byte> output)
    {
        var json = BeginAt(type, item, piece, "content_index"u8, output);
        json.WritePropertyName("part"u8);
        item.WriteContent(json, piece, begun);
        End(json, output);
    }

    private void WriteDelta(
        ResponsesOutputItem item, ResponsesPiece piece, string text, IBufferWriter<byte> output)
    {
        var type = piece.Part switch
        {
            TextPart => "response.output_text.delta"u8,
            RefusalPart => "response.refusal.delta"u8,
            ToolCallPart => "response.function_call_arguments.delta"u8,
            ReasoningPart reasoning when item.AsSummary(reasoning) => "response.reasoning_summary_text.delta"u8,
            ReasoningPart => "response.reasoning_text.delta"u8,
            _ => default,
        };
        if (type.IsEmpty)
        {
            return;
        }

        if (piece.Part is ReasoningPart && piece.Text.Length == text.Length)
        {
            WriteReasoningPart(item, piece, begun: true, output);
        }

        var json = BeginAt(type, item, piece, IndexName(item, piece), output);
        json.WriteString("delta"u8, text);
        if (piece.Part is TextPart)
        {
            json.WriteStartArray("logprobs"u8);
            json.WriteEndArray();
        }

        End(json, output);
    }

    /// <summary>Writes the events that bear the whole of a part that has ended.</summary>
    private void WriteWhole(ResponsesOutputItem item, ResponsesPiece piece, IBufferWriter<byte> output)
    {
        switch (piece.Part)
        {
            case TextPart:
                WriteText("response.output_text.done"u8, "text"u8, item, piece, output);
                WriteContentPart("response.content_part.done"u8, item, piece, begun: false, output);
                break;
            case RefusalPart:
                WriteText("response.refusal.done"u8, "refusal"u8, item, piece, output);
                WriteContentPart("response.content_part.done"u8, item, piece, begun: false, output);
                break;
            case ToolCallPart:
                WriteText("response.function_call_arguments.done"u8, "arguments"u8, item, piece, output);
                break;
            case ReasoningPart reasoning when piece.Text.Length > 0:
                WriteText(
                    item.AsSummary(reasoning) ? "response.reasoning_summary_text.done"u8
                    : "response.reasoning_text.done"u8, "text"u8, item, piece, output);
                WriteReasoningPart(item, piece, begun: false, output);
                break;
        }
    }

    private void WriteText(
        ReadOnlySpan<byte> type, ReadOnlySpan<byte> member, ResponsesOutputItem item, ResponsesPiece piece,
        IBufferWriter<byte> output)
    {
        var json = BeginAt(type, item, piece, IndexName(item, piece), output);
        json.WriteString(member, piece.Text.ToString());
        if (piece.Part is TextPart)
        {
            item.WriteLogprobs(json, piece);
        }
        else if (piece.Part is ToolCallPart call)
        {
            json.WriteString("name"u8, call.Name);
        }

        End(json, output);
    }

    private void WriteReasoningPart(
        ResponsesOutputItem item, ResponsesPiece piece, bool begun, IBufferWriter<byte> output)
    {
        var summary = item.AsSummary((ReasoningPart)piece.Part);
        var type = (summary, begun) switch
        {
            (true, true) => "response.reasoning_summary_part.added"u8,
            (true, false) => "response.reasoning_summary_part.done"u8,
            (false, true) => "response.content_part.added"u8,
            (false, false) => "response.content_part.done"u8,
        };
        var json = BeginAt(type, item, piece, IndexName(item, piece), output);
        json.WriteStartObject("part"u8);
        json.WriteString("type"u8, summary ? "summary_text"u8 : "reasoning_text"u8);
        json.WriteString("text"u8, begun ? "" : piece.Text.ToString());
        json.WriteEndObject();
        End(json, output);
    }

    private void WriteAnnotation(
        ResponsesOutputItem item, ResponsesPiece piece, Citation citation, IBufferWriter<byte> output)
    {
        var json = BeginAt("response.output_text.annotation.added"u8, item, piece, "content_index"u8, output);
        json.WriteNumber("annotation_index"u8, piece.Citations.Count - 1);
        json.WritePropertyName("annotation"u8);
        ResponsesAnnotations.Write(json, citation, piece.Text.Length);
        End(json, output);
    }

    private static ReadOnlySpan<byte> IndexName(ResponsesOutputItem item, ResponsesPiece piece) => piece.Part switch
    {
        ToolCallPart => default,
        ReasoningPart reasoning when item.AsSummary(reasoning) => "summary_index"u8,
        _ => "content_index"u8,
    };

    private Utf8JsonWriter BeginAt(
        ReadOnlySpan<byte> type, ResponsesOutputItem item, ResponsesPiece piece, ReadOnlySpan<byte> index,
        IBufferWriter<byte> output)
    {
        var json = Begin(type, output);
        json.WriteString("item_id"u8, item.Id);
        json.WriteNumber("output_index"u8, item.Index);
        if (index.Length > 0)
        {
            json.WriteNumber(index, piece.Index);
        }

        return json;
    }

    private Utf8JsonWriter Begin(ReadOnlySpan<byte> type, IBufferWriter<byte> output)
    {
        output.Write("event: "u8);
        output.Write(type);
        output.Write("\ndata: "u8);
        var json = stream.Begin(output);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteNumber("sequence_number"u8, sequence++);
        return json;
    }

    private static void End(Utf8JsonWriter json, IBufferWriter<byte> output)
    {
        json.WriteEndObject();
        json.Flush();
        output.Write("\n\n"u8);
    }
}
