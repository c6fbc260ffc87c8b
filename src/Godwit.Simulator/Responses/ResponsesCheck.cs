using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Responses;

/// <summary>Refuses what OpenAI refuses at the top of a request; items and history are checked by others.</summary>
internal static class ResponsesCheck
{
    public static readonly FrozenSet<string> Known = new[]
    {
        "model", "input", "instructions", "max_output_tokens", "text", "reasoning", "tools", "tool_choice",
        "parallel_tool_calls", "previous_response_id", "conversation", "store", "background", "include", "truncation",
        "max_tool_calls", "context_management", "metadata", "service_tier", "safety_identifier", "prompt_cache_key",
        "prompt_cache_retention", "prompt_cache_options", "stream", "stream_options", "temperature", "top_p",
        "top_logprobs", "user", "prompt", "moderation",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> KnownOfSocket = new[] { "type", "generate", "stream_id" }.ToFrozenSet();

    // The provider says where these went: most callers bring them from Chat.
    private static readonly FrozenDictionary<string, string> Moved = new Dictionary<string, string>
    {
        ["messages"] = "input",
        ["max_tokens"] = "max_output_tokens",
        ["max_completion_tokens"] = "max_output_tokens",
        ["response_format"] = "text.format",
        ["reasoning_effort"] = "reasoning.effort",
        ["verbosity"] = "text.verbosity",
    }.ToFrozenDictionary();

    public static ProviderError? Check(JsonElement root, bool strict, bool socket)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new ProviderError(ErrorReason.BadJson, "The body has to be a JSON object.");
        }

        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (strict && !Known.Contains(property.Name) && !(socket && KnownOfSocket.Contains(property.Name)))
            {
                return Moved.TryGetValue(property.Name, out string? to)
                    ? Wrong(
                        property.Name, "unsupported_parameter",
                        $"Unsupported parameter: '{property.Name}'. In the Responses API it has moved to '{to}'.")
                    : Wrong(property.Name, "unknown_parameter", $"Unknown parameter: '{property.Name}'.");
            }
        }

        if (string.IsNullOrEmpty(RequestFields.Text(root, "model")))
        {
            return ProviderError.Missing("model");
        }

        if (!FieldCheck.Has(root, "input") && !FieldCheck.Has(root, "previous_response_id"))
        {
            return ProviderError.Missing("input");
        }

        return CheckNumbers(root) ?? CheckText(root) ?? CheckReasoning(root) ?? ResponsesToolCheck.Check(root);
    }

    public static ProviderError Wrong(string param, string code, string message) =>
        new(ErrorReason.InvalidRequest, message, param) { Code = code };

    private static ProviderError? CheckNumbers(JsonElement root)
    {
        if (!RequestFields.IntegerWithin(root, "max_output_tokens", 16, int.MaxValue))
        {
            return Wrong(
                "max_output_tokens", "integer_below_min_value",
                "Invalid 'max_output_tokens': expected a whole number of at least 16.");
        }

        foreach ((string name, double most) in (ReadOnlySpan<(string, double)>)
            [("temperature", 2), ("top_p", 1), ("top_logprobs", 20)])
        {
            if (!FieldCheck.NumberWithin(root, name, 0, most))
            {
                return Wrong(name, "decimal_above_max_value", $"Invalid '{name}': expected a number from 0 to {most}.");
            }
        }

        return RequestFields.Flag(root, "background") == true && RequestFields.Flag(root, "store") == false
            ? Wrong("background", "invalid_value", "Background mode needs 'store' to be true.")
            : null;
    }

    private static ProviderError? CheckText(JsonElement root)
    {
        JsonElement format = RequestFields.Object(RequestFields.Object(root, "text"), "format");
        if (format.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (RequestFields.Text(format, "type") is not ("text" or "json_object" or "json_schema"))
        {
            return Wrong(
                "text.format.type", "invalid_value",
                "Invalid value for 'text.format.type'. Supported values are: 'text', 'json_object' and 'json_schema'.");
        }

        if (RequestFields.Text(format, "type") != "json_schema")
        {
            return null;
        }

        JsonElement schema = RequestFields.Object(format, "schema");
        return RequestFields.Text(format, "name") is null ? ProviderError.Missing("text.format.name")
            : schema.ValueKind != JsonValueKind.Object ? ProviderError.Missing("text.format.schema")
            : RequestFields.Flag(format, "strict") == true && !FieldCheck.IsClosed(schema)
                ? Wrong(
                    "text.format.schema", "invalid_json_schema",
                    "Invalid schema for response_format: 'additionalProperties' has to be supplied and to be false.")
                : null;
    }

    private static ProviderError? CheckReasoning(JsonElement root)
    {
        JsonElement reasoning = RequestFields.Object(root, "reasoning");
        return RequestFields.Text(reasoning, "effort")
                is not (null or "none" or "minimal" or "low" or "medium" or "high" or "xhigh" or "max")
            ? Wrong("reasoning.effort", "invalid_value", "Invalid value for 'reasoning.effort'.")
            : RequestFields.Text(reasoning, "summary") is not (null or "auto" or "concise" or "detailed")
                ? Wrong("reasoning.summary", "invalid_value", "Invalid value for 'reasoning.summary'.")
                : null;
    }
}
