using System.Text.Json;
using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Native;

/// <summary>Writes Tencent's answers and frames.</summary>
internal static class TencentWriter
{
    // The notice is demanded of whoever shows such texts, and is on every answer.
    private const string Note = "以上内容为AI生成，不代表开发者立场，请勿删除或修改本标记";

    public static void WritePlain(Utf8JsonWriter json, NativeReply reply, Func<string, string> bend)
    {
        json.WriteStartObject();
        json.WriteStartObject("Response");
        json.WriteString("RequestId", reply.Id);
        WriteHead(json, reply);
        json.WriteStartArray("Choices");
        foreach (ChatAnswer answer in reply.Answers)
        {
            json.WriteStartObject();
            json.WriteString("FinishReason", FinishOf(answer.Finish));
            json.WriteStartObject("Message");
            json.WriteString("Role", "assistant");
            json.WriteString("Content", bend(answer.Content ?? ""));
            if (answer.Reasoning.Length > 0)
            {
                json.WriteString("ReasoningContent", answer.Reasoning);
            }

            if (answer.ToolCalls.Count > 0)
            {
                json.WriteStartArray("ToolCalls");
                for (int call = 0; call < answer.ToolCalls.Count; call++)
                {
                    WriteCall(json, call, answer.ToolCalls[call], answer.ToolCalls[call].Arguments);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteUsage(json, reply, reply.ContentTokens + reply.ReasoningTokens);
        reply.Echo(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes a frame: a piece, or the end of the answer without one; usage is on every frame.</summary>
    public static void WriteFrame(
        Utf8JsonWriter json, (NativeProgress Progress, NativePiece? Piece, Finish Finish) frame)
    {
        json.WriteStartObject();
        WriteHead(json, frame.Progress.Reply);
        json.WriteStartArray("Choices");
        json.WriteStartObject();
        json.WriteStartObject("Delta");
        json.WriteString("Role", "assistant");
        WritePiece(json, frame.Progress, frame.Piece);
        json.WriteEndObject();
        json.WriteString("FinishReason", frame.Piece is null ? FinishOf(frame.Finish) : "");
        json.WriteEndObject();
        json.WriteEndArray();
        WriteUsage(json, frame.Progress.Reply, frame.Progress.Tokens);
        if (frame.Piece is null)
        {
            frame.Progress.Reply.Echo(json);
        }

        json.WriteEndObject();
    }

    private static void WritePiece(Utf8JsonWriter json, NativeProgress progress, NativePiece? piece)
    {
        switch (piece?.Kind)
        {
            case PieceKind.Reasoning:
                json.WriteString("ReasoningContent", piece.Value.Text.Span);
                break;
            case PieceKind.Arguments:
                json.WriteString("Content", "");
                json.WriteStartArray("ToolCalls");
                WriteCall(
                    json, piece.Value.Call, progress.Answer.ToolCalls[piece.Value.Call], piece.Value.Text.ToString());
                json.WriteEndArray();
                break;
            default:
                json.WriteString("Content", piece is { } text ? text.Text.Span : default);
                break;
        }
    }

    private static void WriteCall(Utf8JsonWriter json, int index, ToolCall call, string arguments)
    {
        json.WriteStartObject();
        json.WriteString("Id", call.Id);
        json.WriteNumber("Index", index);
        json.WriteString("Type", "function");
        json.WriteStartObject("Function");
        json.WriteString("Name", call.Name);
        json.WriteString("Arguments", arguments);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, NativeReply reply)
    {
        json.WriteString("Note", Note);
        json.WriteNumber("Created", reply.Created);
        json.WriteString("Id", reply.Id);
    }

    private static void WriteUsage(Utf8JsonWriter json, NativeReply reply, int output)
    {
        json.WriteStartObject("Usage");
        json.WriteNumber("PromptTokens", reply.InputTokens);
        json.WriteNumber("CompletionTokens", output);
        json.WriteNumber("TotalTokens", reply.InputTokens + output);
        json.WriteEndObject();
    }

    private static string FinishOf(Finish finish) => finish switch
    {
        Finish.ToolCalls => "tool_calls",
        Finish.Filtered => "sensitive",
        Finish.Length => "length",
        _ => "stop",
    };
}
