using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Chat;

/// <summary>Writes a reply as one JSON object.</summary>
internal static class ChatPlainWriter
{
    public static void Write(Utf8JsonWriter json, ChatReply reply, Func<string?, string?> content)
    {
        json.WriteStartObject();
        json.WriteString("id", reply.Id);
        json.WriteString("object", "chat.completion");
        json.WriteNumber("created", reply.Created);
        json.WriteString("model", reply.Request.Model);
        json.WriteStartArray("choices");
        for (int index = 0; index < reply.Answers.Count; index++)
        {
            WriteChoice(json, reply, reply.Answers[index], index, content);
        }

        json.WriteEndArray();
        json.WritePropertyName("usage");
        reply.Usage.Write(json, reply.Quirks);
        json.WriteString("service_tier", "default");
        json.WriteString("system_fingerprint", "fp_simulated");
        if (reply.Quirks.FilterResults)
        {
            FilterResults.WritePrompt(json);
        }

        SimulatorEcho.Write(json, reply.Provider, reply.Request.Root, reply.Request.Messages);
        json.WriteEndObject();
    }

    private static void WriteChoice(
        Utf8JsonWriter json, ChatReply reply, ChatAnswer answer, int index, Func<string?, string?> content)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        bool tagged = reply.ReasoningForm == ReasoningForm.ThinkTags && answer.Reasoning.Length > 0;
        json.WriteString("content", content(tagged
            ? $"<think>{answer.Reasoning}</think>{answer.Content}"
            : answer.Content));
        if (answer.Reasoning.Length > 0 && reply.ReasoningMember is { } member)
        {
            json.WriteString(member, answer.Reasoning);
        }

        if (answer.ToolCalls.Count > 0)
        {
            WriteToolCalls(json, answer.ToolCalls);
        }

        json.WriteNull("refusal");
        json.WriteEndObject();
        if (reply.Request.Logprobs && answer.Content is { } text)
        {
            Logprobs.Write(json, text, reply.Request.TopLogprobs);
        }
        else
        {
            json.WriteNull("logprobs");
        }

        json.WriteString("finish_reason", reply.FinishName(answer.Finish));
        if (reply.Quirks.FilterResults)
        {
            json.WritePropertyName("content_filter_results");
            FilterResults.Write(json, filtered: answer.Finish == Finish.Filtered);
        }

        json.WriteEndObject();
    }

    private static void WriteToolCalls(Utf8JsonWriter json, IReadOnlyList<ToolCall> calls)
    {
        json.WriteStartArray("tool_calls");
        foreach (ToolCall call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id", call.Id);
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", call.Name);
            json.WriteString("arguments", call.Arguments);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
