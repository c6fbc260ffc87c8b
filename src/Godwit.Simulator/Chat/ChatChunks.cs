using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Chat;

/// <summary>Writes the chunks of a streamed reply.</summary>
internal static class ChatChunks
{
    private const string Padding = "0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT";

    /// <summary>What one chunk carries.</summary>
    /// <param name="Reply">The reply it belongs to.</param>
    /// <param name="Index">The number of the answer.</param>
    /// <param name="Delta">The part of the answer.</param>
    public readonly record struct Chunk(ChatReply Reply, int Index, Delta Delta);

    /// <summary>One step of an answer.</summary>
    /// <param name="Kind">What the step is.</param>
    /// <param name="Text">Its text.</param>
    /// <param name="Call">The tool call it belongs to.</param>
    /// <param name="CallIndex">The number of that call.</param>
    /// <param name="Finish">Why the answer ends, on the last step.</param>
    public readonly record struct Delta(
        DeltaKind Kind, ReadOnlyMemory<char> Text = default, ToolCall? Call = null, int CallIndex = 0,
        Finish Finish = default);

    public static void Write(Utf8JsonWriter json, Chunk chunk)
    {
        ChatReply reply = chunk.Reply;
        WriteHead(json, reply);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", chunk.Index);
        WriteDelta(json, reply, chunk.Delta);
        bool last = chunk.Delta.Kind == DeltaKind.Finish;
        if (chunk.Delta.Kind == DeltaKind.Content && reply.Request.Logprobs)
        {
            Logprobs.Write(json, chunk.Delta.Text.Span, reply.Request.TopLogprobs);
        }
        else
        {
            json.WriteNull("logprobs");
        }

        json.WriteString("finish_reason", last ? reply.FinishName(chunk.Delta.Finish) : reply.Quirks.FinishRunning);
        json.WriteEndObject();
        json.WriteEndArray();
        if (chunk.Delta.Kind == DeltaKind.Role && chunk.Index == 0)
        {
            SimulatorEcho.Write(json, reply.Provider, reply.Request.Root, reply.Request.Messages);
        }

        WriteTail(json, reply, lastOfAll: last && chunk.Index == reply.Answers.Count - 1);
        if (reply.Quirks.Obfuscation && reply.Request.IncludeObfuscation && !last)
        {
            json.WriteString("obfuscation", Padding.AsSpan(0, 4 + (chunk.Delta.Text.Length * 5 % 24)));
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the chunk that has usage and no choices.</summary>
    public static void WriteUsage(Utf8JsonWriter json, (ChatReply Reply, TokenUsage Usage) last)
    {
        WriteHead(json, last.Reply);
        json.WriteStartArray("choices");
        json.WriteEndArray();
        json.WritePropertyName("usage");
        last.Usage.Write(json, last.Reply.Quirks);
        json.WriteEndObject();
    }

    /// <summary>Writes the chunk without choices that brings the content filter's verdict on the prompt.</summary>
    public static void WritePromptFilter(Utf8JsonWriter json, ChatReply reply)
    {
        json.WriteStartObject();
        json.WriteString("id", "");
        json.WriteString("object", "");
        json.WriteNumber("created", 0);
        json.WriteString("model", "");
        json.WriteStartArray("choices");
        json.WriteEndArray();
        FilterResults.WritePrompt(json);
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, ChatReply reply)
    {
        json.WriteStartObject();
        json.WriteString("id", reply.Id);
        json.WriteString("object", "chat.completion.chunk");
        json.WriteNumber("created", reply.Created);
        json.WriteString("model", reply.Request.Model);
        json.WriteString("service_tier", "default");
        json.WriteString("system_fingerprint", "fp_simulated");
    }

    private static void WriteTail(Utf8JsonWriter json, ChatReply reply, bool lastOfAll)
    {
        if (reply.Quirks.UsageUnasked)
        {
            if (lastOfAll)
            {
                json.WritePropertyName("usage");
                reply.Usage.Write(json, reply.Quirks);
            }
        }
        else if (reply.Request.IncludeUsage)
        {
            json.WriteNull("usage");
        }
    }

    private static void WriteDelta(Utf8JsonWriter json, ChatReply reply, Delta delta)
    {
        json.WriteStartObject("delta");
        if (delta.Kind == DeltaKind.Role || reply.Quirks.RoleOnEveryDelta)
        {
            json.WriteString("role", "assistant");
        }

        switch (delta.Kind)
        {
            case DeltaKind.Role:
                json.WriteString("content", "");
                json.WriteNull("refusal");
                break;
            case DeltaKind.Content:
                json.WriteString("content", delta.Text.Span);
                break;
            case DeltaKind.Reasoning:
                json.WriteString(reply.ReasoningMember!, delta.Text.Span);
                break;
            case DeltaKind.ToolStart or DeltaKind.ToolArguments:
                WriteToolCall(json, delta);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteToolCall(Utf8JsonWriter json, Delta delta)
    {
        json.WriteStartArray("tool_calls");
        json.WriteStartObject();
        json.WriteNumber("index", delta.CallIndex);
        if (delta.Kind == DeltaKind.ToolStart)
        {
            json.WriteString("id", delta.Call!.Id);
            json.WriteString("type", "function");
        }

        json.WriteStartObject("function");
        if (delta.Kind == DeltaKind.ToolStart)
        {
            json.WriteString("name", delta.Call!.Name);
        }

        json.WriteString("arguments", delta.Text.Span);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
