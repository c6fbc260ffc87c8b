using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Native;

/// <summary>Refuses what Converse refuses, in its words as far as they are known.</summary>
internal static class ConverseCheck
{
    public static ProviderError? Check(JsonElement root)
    {
        if (RequestFields.Array(root, "messages") is not { } messages || messages.GetArrayLength() == 0)
        {
            return Invalid("messages", "A conversation must have at least one message.");
        }

        JsonElement config = RequestFields.Object(root, "inferenceConfig");
        if (config.ValueKind == JsonValueKind.Object
            && !(FieldCheck.NumberWithin(config, "temperature", 0, 1) && FieldCheck.NumberWithin(config, "topP", 0, 1)))
        {
            return Invalid("inferenceConfig", "temperature and topP have to be from 0 to 1.");
        }

        return CheckTurns(messages) ?? CheckTools(root, messages);
    }

    private static ProviderError? CheckTurns(JsonElement messages)
    {
        string expected = "user";
        int index = 0;
        HashSet<string> open = [];
        foreach (JsonElement message in messages.EnumerateArray())
        {
            string at = $"messages.{index++}";
            if (RequestFields.Text(message, "role") != expected)
            {
                return Invalid(at, index == 1
                    ? "A conversation must start with a user message."
                    : "A conversation must alternate between user and assistant roles.");
            }

            if (RequestFields.Array(message, "content") is not { } content || content.GetArrayLength() == 0)
            {
                return Invalid(at, $"The content field at {at} is empty.");
            }

            if ((CheckBlocks(content, at) ?? CheckCalls(content, at, open)) is { } error)
            {
                return error;
            }

            expected = expected == "user" ? "assistant" : "user";
        }

        return null;
    }

    private static ProviderError? CheckBlocks(JsonElement content, string at)
    {
        int index = 0;
        foreach (JsonElement block in content.EnumerateArray())
        {
            if (block.ValueKind != JsonValueKind.Object)
            {
                return Invalid(at, $"The block at {at}.content.{index} has to be an object.");
            }

            if (RequestFields.Text(block, "text") is { } text && string.IsNullOrWhiteSpace(text))
            {
                return Invalid(at, $"The text field in the ContentBlock object at {at}.content.{index} is blank.");
            }

            index++;
        }

        return null;
    }

    // Every call wants its result in the next turn, and a result wants its call in the last.
    private static ProviderError? CheckCalls(JsonElement content, string at, HashSet<string> open)
    {
        List<string?> results = [.. ConverseTurns.BlocksOf(content, "toolResult")
            .Select(result => RequestFields.Text(result, "toolUseId"))];
        if (!open.SetEquals(results.OfType<string>()))
        {
            return Invalid(at, $"The toolResult blocks at {at}.content do not match the toolUse blocks before them.");
        }

        open.Clear();
        foreach (JsonElement call in ConverseTurns.BlocksOf(content, "toolUse"))
        {
            string id = RequestFields.Text(call, "toolUseId") ?? "";
            if (!FieldCheck.IsToolName(id, 64) || !FieldCheck.IsToolName(RequestFields.Text(call, "name"), 64))
            {
                return Invalid(
                    at, $"Value at '{at}.toolUse' failed to satisfy constraint: [a-zA-Z0-9_-]{{1,64}}.");
            }

            if (RequestFields.Object(call, "input").ValueKind != JsonValueKind.Object)
            {
                return Invalid(at, $"The input of the toolUse block at {at} has to be an object.");
            }

            open.Add(id);
        }

        return null;
    }

    private static ProviderError? CheckTools(JsonElement root, JsonElement messages)
    {
        bool called = messages.EnumerateArray().Any(message => RequestFields.Array(message, "content") is { } content
            && ConverseTurns.BlocksOf(content, "toolUse").Any());
        if (!FieldCheck.Has(root, "toolConfig"))
        {
            return called
                ? Invalid(
                    "toolConfig",
                    "The toolConfig field must be defined when using toolUse and toolResult content blocks.")
                : null;
        }

        JsonElement config = RequestFields.Object(root, "toolConfig");
        return RequestFields.Array(config, "tools") is { } tools && tools.GetArrayLength() > 0
            ? null
            : Invalid("toolConfig", "toolConfig.tools has to have at least one tool.");
    }

    private static ProviderError Invalid(string field, string message) =>
        new(ErrorReason.InvalidRequest, message, field);
}
