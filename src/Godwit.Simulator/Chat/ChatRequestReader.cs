using System.Text.Json;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Chat;

/// <summary>Reads a chat request, or says what is wrong with it.</summary>
internal static class ChatRequestReader
{
    public static ChatRequest? Read(JsonElement root, string? pathModel, out ProviderError? error)
    {
        string? model = RequestFields.Text(root, "model") ?? pathModel;
        error = Check(root, model);
        if (error is not null)
        {
            return null;
        }

        JsonElement streamOptions = RequestFields.Object(root, "stream_options");
        (string? choice, string? named) = ReadToolChoice(root);
        JsonElement? tools = RequestFields.Array(root, "tools");
        (ResponseFormat format, JsonElement? schema) = ReadFormat(root);
        return new ChatRequest
        {
            Root = root,
            Messages = root.GetProperty("messages"),
            Model = model!,
            Stream = RequestFields.Flag(root, "stream") ?? false,
            IncludeUsage = RequestFields.Flag(streamOptions, "include_usage") ?? false,
            IncludeObfuscation = RequestFields.Flag(streamOptions, "include_obfuscation") ?? true,
            MaxTokens = RequestFields.Integer(root, "max_completion_tokens")
                ?? RequestFields.Integer(root, "max_tokens"),
            Choices = RequestFields.Integer(root, "n") ?? 1,
            Tools = tools is null ? [] : ReadTools(tools.Value),
            ToolTokens = tools is null ? 0 : TokenRule.Count(tools.Value.GetRawText()),
            ToolChoice = choice,
            NamedTools = named is null ? [] : [named],
            ParallelToolCalls = RequestFields.Flag(root, "parallel_tool_calls"),
            Format = format,
            Schema = schema,
            Logprobs = RequestFields.Flag(root, "logprobs") ?? false,
            TopLogprobs = RequestFields.Integer(root, "top_logprobs") ?? 0,
            Stop = RequestFields.Texts(root, "stop"),
            ReasoningEffort = RequestFields.Text(root, "reasoning_effort"),
            Thinking = ReadThinking(root),
            SplitReasoning = RequestFields.Flag(root, "reasoning_split") ?? false,
            ToolStream = RequestFields.Flag(root, "tool_stream") ?? false,
        };
    }

    private static ProviderError? Check(JsonElement root, string? model)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new ProviderError(ErrorReason.BadJson, "The body has to be a JSON object.");
        }

        if (string.IsNullOrEmpty(model))
        {
            return ProviderError.Missing("model");
        }

        if (!root.TryGetProperty("messages", out JsonElement messages))
        {
            return ProviderError.Missing("messages");
        }

        if (messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
        {
            return ProviderError.Invalid("messages", "an array with at least one message");
        }

        foreach (JsonElement message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object || RequestFields.Text(message, "role") is null)
            {
                return ProviderError.Invalid("messages", "an array of objects that each have a role");
            }
        }

        return CheckNumbers(root);
    }

    private static ProviderError? CheckNumbers(JsonElement root)
    {
        if (!RequestFields.IntegerWithin(root, "n", 1, 128))
        {
            return ProviderError.Invalid("n", "a whole number from 1 to 128");
        }

        if (!RequestFields.IntegerWithin(root, "top_logprobs", 0, 20))
        {
            return ProviderError.Invalid("top_logprobs", "a whole number from 0 to 20");
        }

        foreach (string name in (ReadOnlySpan<string>)["max_tokens", "max_completion_tokens"])
        {
            if (!RequestFields.IntegerWithin(root, name, 1, int.MaxValue))
            {
                return ProviderError.Invalid(name, "a whole number from 1");
            }
        }

        return null;
    }

    private static List<OfferedTool> ReadTools(JsonElement tools) =>
    [
        .. tools.EnumerateArray()
            .Select(tool => RequestFields.Object(tool, "function"))
            .Where(function => RequestFields.Text(function, "name") is not null)
            .Select(function => new OfferedTool(
                RequestFields.Text(function, "name")!,
                RequestFields.Text(function, "description") ?? "",
                RequestFields.Object(function, "parameters"))),
    ];

    private static (string? Choice, string? Named) ReadToolChoice(JsonElement root)
    {
        if (RequestFields.Text(root, "tool_choice") is { } choice)
        {
            return (choice, null);
        }

        JsonElement function = RequestFields.Object(RequestFields.Object(root, "tool_choice"), "function");
        return RequestFields.Text(function, "name") is { } name ? (null, name) : ("auto", null);
    }

    private static (ResponseFormat Format, JsonElement? Schema) ReadFormat(JsonElement root)
    {
        JsonElement format = RequestFields.Object(root, "response_format");
        switch (RequestFields.Text(format, "type"))
        {
            case "json_object":
                return (ResponseFormat.JsonObject, null);
            case "json_schema":
                JsonElement schema = RequestFields.Object(RequestFields.Object(format, "json_schema"), "schema");
                return schema.ValueKind == JsonValueKind.Object
                    ? (ResponseFormat.JsonSchema, schema)
                    : (ResponseFormat.JsonObject, null);
            default:
                return (ResponseFormat.Text, null);
        }
    }

    private static bool? ReadThinking(JsonElement root)
    {
        JsonElement thinking = RequestFields.Object(root, "thinking");
        return RequestFields.Flag(root, "enable_thinking") ?? RequestFields.Flag(thinking, "enabled")
            ?? RequestFields.Text(thinking, "type") switch
            {
                "enabled" or "adaptive" => true,
                "disabled" => false,
                _ => null,
            };
    }
}
