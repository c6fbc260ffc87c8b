using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Messages;

/// <summary>Checks the messages: roles, contents, and that tool calls and results belong together.</summary>
internal static class MessagesTurnCheck
{
    private const string Unanswered =
        "`tool_use` ids were found without `tool_result` blocks immediately after: ";

    private static readonly FrozenSet<string> Known = new[] { "role", "content" }.ToFrozenSet();

    public static string? Check(JsonElement root, Seal? seal)
    {
        if (!FieldCheck.Has(root, "messages"))
        {
            return "messages: Field required";
        }

        if (RequestFields.Array(root, "messages") is not { } messages)
        {
            return "messages: Input should be a valid array";
        }

        if (messages.GetArrayLength() == 0)
        {
            return "messages: at least one message is required";
        }

        int index = 0;
        int last = messages.GetArrayLength() - 1;
        foreach (JsonElement message in messages.EnumerateArray())
        {
            if (CheckMessage(message, index, index == last, seal) is { } wrong)
            {
                return wrong;
            }

            index++;
        }

        return CheckPairs(messages) ?? CheckThoughts(root, messages);
    }

    private static string? CheckMessage(JsonElement message, int index, bool last, Seal? seal)
    {
        string place = $"messages.{index}";
        if (message.ValueKind != JsonValueKind.Object)
        {
            return $"{place}: Input should be an object";
        }

        string? role = RequestFields.Text(message, "role");
        if (role is not ("user" or "assistant"))
        {
            return role is null ? $"{place}.role: Field required"
                : role == "system" ? "messages: Unexpected role \"system\". Use the top-level `system` parameter."
                : $"messages: Unexpected role \"{role}\". Allowed roles are \"user\" or \"assistant\".";
        }

        if (FieldCheck.Unknown(message, Known) is { } unknown)
        {
            return $"{place}.{unknown}: Extra inputs are not permitted";
        }

        if (!message.TryGetProperty("content", out JsonElement content))
        {
            return $"{place}.content: Field required";
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            return string.IsNullOrEmpty(content.GetString()) && !(last && role == "assistant")
                ? $"{place}: all messages must have non-empty content except for the optional final assistant message"
                : CheckEnd(content.GetString()!, last && role == "assistant");
        }

        return MessagesBlockCheck.CheckContent(content, $"{place}.content", role, seal)
            ?? (last && role == "assistant" && MessagesTurns.BlocksOf(content, "text").LastOrDefault() is var block
                && RequestFields.Text(block, "text") is { } text
                    ? CheckEnd(text, true)
                    : null);
    }

    private static string? CheckEnd(string text, bool prefill) =>
        prefill && text.Length > 0 && char.IsWhiteSpace(text[^1])
            ? "messages: final assistant content cannot end with trailing whitespace"
            : null;

    private static string? CheckPairs(JsonElement messages)
    {
        List<string> open = [];
        HashSet<string> used = [];
        int index = 0;
        foreach (JsonElement message in messages.EnumerateArray())
        {
            JsonElement content = message.GetProperty("content");
            List<string> results = [.. MessagesTurns.BlocksOf(content, "tool_result")
                .Select(block => RequestFields.Text(block, "tool_use_id")!)];
            if (results.FirstOrDefault(id => !open.Contains(id)) is { } stray)
            {
                return $"messages.{index}.content: unexpected `tool_use_id` found in `tool_result` blocks: {stray}. "
                    + "Each `tool_result` block must have a corresponding `tool_use` block in the previous message.";
            }

            List<string> missing = [.. open.Except(results)];
            if (missing.Count > 0)
            {
                return $"messages.{index - 1}: {Unanswered}{string.Join(", ", missing)}. Each `tool_use` block must "
                    + "have a corresponding `tool_result` block in the next message.";
            }

            open = [.. MessagesTurns.BlocksOf(content, "tool_use").Select(block => RequestFields.Text(block, "id")!)];
            if (open.FirstOrDefault(id => !used.Add(id)) is { } twice)
            {
                return $"messages.{index}: `tool_use` ids must be unique: {twice}";
            }

            index++;
        }

        return open.Count == 0
            ? null
            : $"messages.{index - 1}: {Unanswered}{string.Join(", ", open)}.";
    }

    // Adaptive thinking may leave its thoughts out; with a budget, a tool loop has to bring them back.
    private static string? CheckThoughts(JsonElement root, JsonElement messages)
    {
        int count = messages.GetArrayLength();
        if (RequestFields.Text(RequestFields.Object(root, "thinking"), "type") != "enabled" || count < 2)
        {
            return null;
        }

        JsonElement called = messages[count - 2];
        if (RequestFields.Text(called, "role") != "assistant"
            || !MessagesTurns.BlocksOf(messages[count - 1].GetProperty("content"), "tool_result").Any())
        {
            return null;
        }

        string? first = RequestFields.Text(called.GetProperty("content")[0], "type");
        return first is "thinking" or "redacted_thinking"
            ? null
            : $"messages.{count - 2}.content.0.type: Expected `thinking` or `redacted_thinking`, but found `{first}`. "
                + "When `thinking` is enabled, a final `assistant` message must start with a thinking block.";
    }
}
