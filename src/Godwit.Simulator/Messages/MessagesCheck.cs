using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Messages;

/// <summary>Refuses what Anthropic refuses; the other readers may rely on what passed.</summary>
internal sealed class MessagesCheck(Seal seal)
{
    private static readonly FrozenSet<string> Counted = new[]
    {
        "model", "messages", "system", "tools", "tool_choice", "thinking", "output_config", "cache_control",
    }.ToFrozenSet();

    public static readonly FrozenSet<string> Known = Counted.Concat(
    [
        "max_tokens", "stop_sequences", "stream", "temperature", "top_p", "top_k", "metadata", "service_tier",
        "container", "inference_geo",
    ]).ToFrozenSet();

    private static readonly FrozenSet<string> Beta = new[]
    {
        "context_management", "mcp_servers", "output_format", "speed", "betas", "fallbacks", "diagnostics",
    }.ToFrozenSet();

    // Those that the documentation of their release names; their successors are not known to be the same.
    private static readonly string[] FixedSampling = ["claude-opus-4-7", "claude-opus-4-8"];

    /// <summary>What is wrong; null when nothing is.</summary>
    /// <param name="root">The body.</param>
    /// <param name="counting">The tokens are to be counted only.</param>
    /// <param name="strict">Fields nobody knows are refused.</param>
    /// <param name="beta">The caller named a beta.</param>
    public string? Check(JsonElement root, bool counting, bool strict, bool beta)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return "The request body has to be a JSON object.";
        }

        if (string.IsNullOrEmpty(RequestFields.Text(root, "model")))
        {
            return "model: Field required";
        }

        if (!counting && CheckMaxTokens(root) is { } tokens)
        {
            return tokens;
        }

        if (strict && UnknownField(root, counting, beta) is { } unknown)
        {
            return $"{unknown}: Extra inputs are not permitted";
        }

        return CheckSampling(root, counting, hottest: strict ? 1 : 2)
            ?? CheckThinking(root, counting)
            ?? MessagesToolCheck.Check(root, strict)
            ?? CheckOutput(root)
            ?? MessagesBlockCheck.CheckSystem(root)
            ?? MessagesTurnCheck.Check(root, strict ? seal : null)
            ?? MessagesCacheCheck.Check(root);
    }

    private static string? UnknownField(JsonElement root, bool counting, bool beta)
    {
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!(counting ? Counted : Known).Contains(property.Name) && !(beta && Beta.Contains(property.Name)))
            {
                return property.Name;
            }
        }

        return null;
    }

    private static string? CheckMaxTokens(JsonElement root)
    {
        if (!FieldCheck.Has(root, "max_tokens"))
        {
            return "max_tokens: Field required";
        }

        return RequestFields.Integer(root, "max_tokens") switch
        {
            null => "max_tokens: Input should be a valid integer",
            < 1 => "max_tokens: Input should be greater than or equal to 1",
            _ => null,
        };
    }

    // The copies of this door take the temperatures of their own models.
    private static string? CheckSampling(JsonElement root, bool counting, int hottest)
    {
        if (counting)
        {
            return null;
        }

        if (!FieldCheck.NumberWithin(root, "temperature", 0, hottest))
        {
            return $"temperature: range: 0..{hottest}";
        }

        if (!FieldCheck.NumberWithin(root, "top_p", 0, 1))
        {
            return "top_p: range: 0..1";
        }

        if (!RequestFields.IntegerWithin(root, "top_k", 0, int.MaxValue))
        {
            return "top_k: Input should be greater than or equal to 0";
        }

        if (root.TryGetProperty("stop_sequences", out JsonElement stops)
            && (stops.ValueKind != JsonValueKind.Array
                || stops.EnumerateArray().Any(stop => stop.ValueKind != JsonValueKind.String
                    || string.IsNullOrWhiteSpace(stop.GetString()))))
        {
            return "stop_sequences: each stop sequence must contain non-whitespace";
        }

        string model = RequestFields.Text(root, "model")!;
        bool sampled = (RequestFields.Number(root, "temperature") is { } warm && warm < 1)
            || FieldCheck.Has(root, "top_p") || FieldCheck.Has(root, "top_k");
        return sampled && FixedSampling.Any(name => model.StartsWith(name, StringComparison.Ordinal))
            ? "temperature, top_p and top_k are not supported with this model"
            : null;
    }

    private static string? CheckThinking(JsonElement root, bool counting)
    {
        JsonElement thinking = RequestFields.Object(root, "thinking");
        string? type = RequestFields.Text(thinking, "type");
        if (thinking.ValueKind != JsonValueKind.Object)
        {
            return FieldCheck.Has(root, "thinking") ? "thinking: Input should be an object" : null;
        }

        if (type is not ("enabled" or "disabled" or "adaptive"))
        {
            return "thinking.type: Input should be 'enabled', 'disabled' or 'adaptive'";
        }

        if (type == "enabled")
        {
            int? budget = RequestFields.Integer(thinking, "budget_tokens");
            if (budget is null or < 1024)
            {
                return budget is null
                    ? "thinking.enabled.budget_tokens: Field required"
                    : "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024";
            }

            if (!counting && budget >= RequestFields.Integer(root, "max_tokens"))
            {
                return "`max_tokens` must be greater than `thinking.budget_tokens`";
            }
        }

        if (type == "disabled" || counting)
        {
            return null;
        }

        if (RequestFields.Number(root, "temperature") is { } temperature && temperature != 1)
        {
            return "`temperature` may only be set to 1 when thinking is enabled";
        }

        return FieldCheck.Has(root, "top_k") ? "`top_k` must be unset when thinking is enabled"
            : RequestFields.Text(RequestFields.Object(root, "tool_choice"), "type") is "any" or "tool"
                ? "Thinking may not be enabled when tool_choice forces tool use"
                : null;
    }

    private static string? CheckOutput(JsonElement root)
    {
        JsonElement output = RequestFields.Object(root, "output_config");
        if (RequestFields.Text(output, "effort") is { } effort
            && effort is not ("low" or "medium" or "high" or "xhigh" or "max"))
        {
            return "output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'";
        }

        JsonElement format = RequestFields.Object(output, "format");
        if (format.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (RequestFields.Text(format, "type") != "json_schema")
        {
            return "output_config.format.type: Input should be 'json_schema'";
        }

        JsonElement schema = RequestFields.Object(format, "schema");
        return schema.ValueKind != JsonValueKind.Object ? "output_config.format.schema: Field required"
            : FieldCheck.IsClosed(schema) ? null
            : "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false";
    }
}
