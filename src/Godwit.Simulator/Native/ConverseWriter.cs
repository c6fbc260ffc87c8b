using System.Text.Json;
using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Native;

/// <summary>Writes Converse's answers and the payloads of its frames.</summary>
internal static class ConverseWriter
{
    // Any bytes do: only whoever made them can read them.
    private const string Signature = "c2ltdWxhdGVkLXNpZ25hdHVyZQ==";

    public static void WritePlain(Utf8JsonWriter json, NativeReply reply, Func<string, string> bend)
    {
        ChatAnswer answer = reply.Answers[0];
        json.WriteStartObject();
        json.WriteStartObject("output");
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
        if (answer.Reasoning.Length > 0)
        {
            json.WriteStartObject();
            json.WriteStartObject("reasoningContent");
            json.WriteStartObject("reasoningText");
            json.WriteString("text", answer.Reasoning);
            json.WriteString("signature", Signature);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        if (answer.Content is { Length: > 0 } content)
        {
            json.WriteStartObject();
            json.WriteString("text", bend(content));
            json.WriteEndObject();
        }

        foreach (ToolCall call in answer.ToolCalls)
        {
            json.WriteStartObject();
            json.WriteStartObject("toolUse");
            json.WriteString("toolUseId", call.Id);
            json.WriteString("name", call.Name);
            json.WritePropertyName("input");
            json.WriteRawValue(call.Arguments, skipInputValidation: true);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("stopReason", StopReason(answer, answer.Finish));
        WriteUsage(json, reply, reply.ContentTokens + reply.ReasoningTokens);
        reply.Echo(json);
        json.WriteEndObject();
    }

    /// <summary>Writes usage, whose input leaves out what the cache had, and the time it took.</summary>
    public static void WriteUsage(Utf8JsonWriter json, NativeReply reply, int output)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("inputTokens", reply.InputTokens - reply.CachedTokens);
        json.WriteNumber("outputTokens", output);
        json.WriteNumber("totalTokens", reply.InputTokens + output);
        json.WriteNumber("cacheReadInputTokens", reply.CachedTokens);
        json.WriteNumber("cacheWriteInputTokens", 0);
        json.WriteEndObject();
        json.WriteStartObject("metrics");
        json.WriteNumber("latencyMs", 1);
        json.WriteEndObject();
    }

    public static string StopReason(ChatAnswer answer, Finish finish) => finish switch
    {
        Finish.Length => "max_tokens",
        Finish.ToolCalls => "tool_use",
        Finish.Filtered => "content_filtered",
        _ => answer.StoppedBy is null ? "end_turn" : "stop_sequence",
    };

    public static void WriteStart(Utf8JsonWriter json, (NativeProgress Progress, NativePiece Piece) at)
    {
        ToolCall call = at.Progress.Answer.ToolCalls[at.Piece.Call];
        json.WriteStartObject();
        json.WriteStartObject("start");
        json.WriteStartObject("toolUse");
        json.WriteString("toolUseId", call.Id);
        json.WriteString("name", call.Name);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteNumber("contentBlockIndex", at.Progress.Block);
        json.WriteEndObject();
    }

    public static void WriteDelta(Utf8JsonWriter json, (NativeProgress Progress, NativePiece Piece) at)
    {
        json.WriteStartObject();
        json.WriteStartObject("delta");
        switch (at.Piece.Kind)
        {
            case PieceKind.Content:
                json.WriteString("text", at.Piece.Text.Span);
                break;
            case PieceKind.Reasoning:
                json.WriteStartObject("reasoningContent");
                json.WriteString("text", at.Piece.Text.Span);
                json.WriteEndObject();
                break;
            default:
                json.WriteStartObject("toolUse");
                json.WriteString("input", at.Piece.Text.Span);
                json.WriteEndObject();
                break;
        }

        json.WriteEndObject();
        json.WriteNumber("contentBlockIndex", at.Progress.Block);
        json.WriteEndObject();
    }

    public static void WriteSignature(Utf8JsonWriter json, NativeProgress progress)
    {
        json.WriteStartObject();
        json.WriteStartObject("delta");
        json.WriteStartObject("reasoningContent");
        json.WriteString("signature", Signature);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteNumber("contentBlockIndex", progress.Block);
        json.WriteEndObject();
    }

    public static void WriteStop(Utf8JsonWriter json, NativeProgress progress)
    {
        json.WriteStartObject();
        json.WriteNumber("contentBlockIndex", progress.Block);
        json.WriteEndObject();
    }
}
