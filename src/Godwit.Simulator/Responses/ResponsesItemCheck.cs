using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Responses;

/// <summary>Checks input items one by one.</summary>
internal static class ResponsesItemCheck
{
    public const string ReasoningPurpose = "reasoning";
    public const string CompactionPurpose = "compaction";

    private const int LongestCallId = 64;

    private static readonly FrozenDictionary<string, FrozenSet<string>> Known = new Dictionary<string, string[]>
    {
        ["message"] = ["role", "content", "phase"],
        ["function_call"] = ["call_id", "name", "arguments", "namespace"],
        ["function_call_output"] = ["call_id", "output"],
        ["reasoning"] = ["summary", "content", "encrypted_content"],
        ["compaction"] = ["encrypted_content", "created_by"],
        ["item_reference"] = [],
    }.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.Concat(["type", "id", "status"]).ToFrozenSet());

    private static readonly FrozenDictionary<string, string> IdStarts = new Dictionary<string, string>
    {
        ["message"] = "msg", ["function_call"] = "fc", ["reasoning"] = "rs", ["compaction"] = "cmp",
    }.ToFrozenDictionary();

    public static ProviderError? Check(JsonElement root, bool strict, Seal seal)
    {
        if (!FieldCheck.Has(root, "input"))
        {
            return null;
        }

        JsonElement input = root.GetProperty("input");
        if (input.ValueKind == JsonValueKind.String)
        {
            return null;
        }

        if (input.ValueKind != JsonValueKind.Array)
        {
            return ResponsesCheck.Wrong(
                "input", "invalid_type", "Invalid type for 'input': expected a string or an array of items.");
        }

        int index = 0;
        foreach (JsonElement item in input.EnumerateArray())
        {
            if (CheckItem(item, $"input[{index++}]", strict, seal) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    /// <summary>The type of an item; a message may leave it out.</summary>
    public static string TypeOf(JsonElement item) => RequestFields.Text(item, "type")
        ?? (RequestFields.Text(item, "role") is null ? "" : "message");

    private static ProviderError? CheckItem(JsonElement item, string place, bool strict, Seal seal)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return ResponsesCheck.Wrong(place, "invalid_type", $"Invalid type for '{place}': expected an object.");
        }

        string type = TypeOf(item);
        if (!Known.TryGetValue(type, out FrozenSet<string>? known))
        {
            // What the provider's own tools leave behind comes back as it was.
            bool own = type.EndsWith("_call", StringComparison.Ordinal)
                || type.EndsWith("_output", StringComparison.Ordinal)
                || type.StartsWith("mcp_", StringComparison.Ordinal);
            return own
                ? null
                : ResponsesCheck.Wrong(
                    $"{place}.type", "invalid_value", $"Invalid value: '{type}' at '{place}.type'.");
        }

        if (strict && FieldCheck.Unknown(item, known) is { } unknown)
        {
            return ResponsesCheck.Wrong(
                $"{place}.{unknown}", "unknown_parameter", $"Unknown parameter: '{place}.{unknown}'.");
        }

        if (strict && IdStarts.TryGetValue(type, out string? start) && RequestFields.Text(item, "id") is { } id
            && !id.StartsWith(start, StringComparison.Ordinal))
        {
            return ResponsesCheck.Wrong(
                $"{place}.id", "invalid_value",
                $"Invalid '{place}.id': '{id}'. Expected an ID that begins with '{start}'.");
        }

        return type switch
        {
            "message" => ResponsesContentCheck.Check(item, place),
            "function_call" => CheckCall(item, place),
            "function_call_output" => CheckCallId(item, place)
                ?? (FieldCheck.Has(item, "output") ? null : ProviderError.Missing($"{place}.output")),
            "reasoning" => CheckSealed(item, place, ReasoningPurpose, seal, strict),
            "compaction" => CheckSealed(item, place, CompactionPurpose, seal, strict)
                ?? (FieldCheck.Has(item, "encrypted_content")
                    ? null
                    : ProviderError.Missing($"{place}.encrypted_content")),
            _ => RequestFields.Text(item, "id") is null ? ProviderError.Missing($"{place}.id") : null,
        };
    }

    private static ProviderError? CheckCall(JsonElement item, string place) => CheckCallId(item, place)
        ?? (RequestFields.Text(item, "name") is null ? ProviderError.Missing($"{place}.name")
            : RequestFields.Text(item, "arguments") is null
                ? ResponsesCheck.Wrong(
                    $"{place}.arguments", "invalid_type", $"Invalid type for '{place}.arguments': expected a string.")
                : null);

    private static ProviderError? CheckCallId(JsonElement item, string place) =>
        RequestFields.Text(item, "call_id") is not { Length: > 0 } id ? ProviderError.Missing($"{place}.call_id")
        : id.Length > LongestCallId
            ? ResponsesCheck.Wrong(
                $"{place}.call_id", "string_above_max_length",
                $"Invalid '{place}.call_id': string too long. Expected a string with maximum length {LongestCallId}.")
        : null;

    private static ProviderError? CheckSealed(JsonElement item, string place, string purpose, Seal seal, bool strict)
    {
        if (strict && purpose == ReasoningPurpose && RequestFields.Array(item, "summary") is null)
        {
            return ProviderError.Missing($"{place}.summary");
        }

        return strict && RequestFields.Text(item, "encrypted_content") is { } closed
            && seal.Open(purpose, closed) is null
            ? ResponsesCheck.Wrong(
                $"{place}.encrypted_content", "invalid_encrypted_content",
                $"The encrypted content for item {RequestFields.Text(item, "id")} could not be verified.")
            : null;
    }
}
