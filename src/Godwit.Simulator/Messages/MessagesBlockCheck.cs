using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Messages;

/// <summary>Checks content blocks.</summary>
internal static class MessagesBlockCheck
{
    public const string ThinkingPurpose = "thinking";
    public const string RedactedPurpose = "redacted_thinking";

    private static readonly FrozenDictionary<string, FrozenSet<string>> Known =
        new Dictionary<string, string[]>
        {
            ["text"] = ["text", "citations"],
            ["image"] = ["source"],
            ["document"] = ["source", "title", "context", "citations"],
            ["search_result"] = ["source", "title", "content", "citations"],
            ["tool_use"] = ["id", "name", "input", "caller"],
            ["tool_result"] = ["tool_use_id", "content", "is_error"],
            ["thinking"] = ["thinking", "signature"],
            ["redacted_thinking"] = ["data"],
        }.ToFrozenDictionary(
            pair => pair.Key, pair => pair.Value.Concat(["type", "cache_control"]).ToFrozenSet());

    public static string? CheckSystem(JsonElement root)
    {
        if (!FieldCheck.Has(root, "system"))
        {
            return root.TryGetProperty("system", out _) ? "system: Input should be a valid string or array" : null;
        }

        JsonElement system = root.GetProperty("system");
        if (system.ValueKind == JsonValueKind.String)
        {
            return null;
        }

        if (system.ValueKind != JsonValueKind.Array)
        {
            return "system: Input should be a valid string or array";
        }

        int index = 0;
        foreach (JsonElement block in system.EnumerateArray())
        {
            string place = $"system.{index++}";
            if (RequestFields.Text(block, "type") != "text")
            {
                return $"{place}.type: Input should be 'text'";
            }

            if (CheckText(block, place) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    public static string? CheckContent(JsonElement content, string place, string role, Seal? seal)
    {
        if (content.ValueKind != JsonValueKind.Array)
        {
            return $"{place}: Input should be a valid string or array";
        }

        if (content.GetArrayLength() == 0)
        {
            return $"{place}: at least one content block is required";
        }

        bool otherBefore = false;
        int index = 0;
        foreach (JsonElement block in content.EnumerateArray())
        {
            if (CheckBlock(block, $"{place}.{index++}", role, seal) is { } wrong)
            {
                return wrong;
            }

            bool result = RequestFields.Text(block, "type") == "tool_result";
            if (result && otherBefore)
            {
                return $"{place}: `tool_result` blocks must come before all other content of the message";
            }

            otherBefore |= !result;
        }

        return null;
    }

    private static string? CheckBlock(JsonElement block, string place, string role, Seal? seal)
    {
        if (block.ValueKind != JsonValueKind.Object)
        {
            return $"{place}: Input should be an object";
        }

        string? type = RequestFields.Text(block, "type");
        if (type is null)
        {
            return $"{place}.type: Field required";
        }

        if (!Known.TryGetValue(type, out FrozenSet<string>? known))
        {
            // What the provider's own tools leave in a conversation comes back as it was.
            return type is "server_tool_use" || type.EndsWith("_tool_result", StringComparison.Ordinal)
                ? null
                : $"{place}: Input tag '{type}' found using 'type' does not match any of the expected tags";
        }

        if (FieldCheck.Unknown(block, known) is { } unknown)
        {
            return $"{place}.{type}.{unknown}: Extra inputs are not permitted";
        }

        if (!Fits(type, role))
        {
            return $"{place}: `{type}` blocks can not be part of `{role}` messages";
        }

        return type switch
        {
            "text" => CheckText(block, place),
            "image" or "document" => CheckSource(block, $"{place}.{type}.source", type),
            "tool_use" => CheckToolUse(block, place),
            "tool_result" => CheckToolResult(block, place, seal),
            "thinking" => CheckThinking(block, place, seal),
            "redacted_thinking" when seal is not null
                && seal.Open(RedactedPurpose, RequestFields.Text(block, "data")) is null =>
                $"{place}: Invalid `data` in `redacted_thinking` block",
            _ => null,
        };
    }

    private static bool Fits(string type, string role) => type switch
    {
        "tool_use" or "thinking" or "redacted_thinking" => role == "assistant",
        "tool_result" or "image" or "document" or "search_result" => role != "assistant",
        _ => true,
    };

    private static string? CheckText(JsonElement block, string place)
    {
        string? text = RequestFields.Text(block, "text");
        return text is null ? $"{place}.text.text: Field required"
            : text.Length == 0 ? $"{place}: text content blocks must be non-empty"
            : string.IsNullOrWhiteSpace(text) ? $"{place}: text content blocks must contain non-whitespace text"
            : null;
    }

    private static string? CheckSource(JsonElement block, string place, string kind)
    {
        JsonElement source = RequestFields.Object(block, "source");
        switch (RequestFields.Text(source, "type"))
        {
            case "base64":
                string? mediaType = RequestFields.Text(source, "media_type");
                bool fits = kind == "image"
                    ? mediaType is "image/jpeg" or "image/png" or "image/gif" or "image/webp"
                    : mediaType == "application/pdf";
                return !fits ? $"{place}.base64.media_type: '{mediaType}' is not supported here"
                    : RequestFields.Text(source, "data") is { Length: > 0 } data && Base64.IsValid(data) ? null
                    : $"{place}.base64.data: Input should be valid base64";
            case "url":
                return Uri.TryCreate(RequestFields.Text(source, "url"), UriKind.Absolute, out Uri? url)
                    && url.Scheme is "https" or "http"
                        ? null
                        : $"{place}.url.url: Only HTTPS URLs are supported.";
            case "file":
                return RequestFields.Text(source, "file_id") is null ? $"{place}.file.file_id: Field required" : null;
            case "text" when kind == "document":
                return RequestFields.Text(source, "data") is null ? $"{place}.text.data: Field required" : null;
            case "content" when kind == "document" && source.TryGetProperty("content", out _):
                return null;
            default:
                return $"{place}.type: the source is missing or of an unknown type";
        }
    }

    private static string? CheckToolUse(JsonElement block, string place) =>
        !FieldCheck.IsToolName(RequestFields.Text(block, "id"), int.MaxValue)
            ? $"{place}.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'"
        : !FieldCheck.IsToolName(RequestFields.Text(block, "name"), 200)
            ? $"{place}.tool_use.name: String should match pattern '^[a-zA-Z0-9_-]{{1,200}}$'"
        : RequestFields.Object(block, "input").ValueKind != JsonValueKind.Object
            ? $"{place}.tool_use.input: Input should be a valid dictionary"
        : null;

    private static string? CheckToolResult(JsonElement block, string place, Seal? seal)
    {
        if (RequestFields.Text(block, "tool_use_id") is null)
        {
            return $"{place}.tool_result.tool_use_id: Field required";
        }

        if (!FieldCheck.Has(block, "content") || block.GetProperty("content").ValueKind == JsonValueKind.String)
        {
            return null;
        }

        JsonElement content = block.GetProperty("content");
        return content.ValueKind == JsonValueKind.Array && content.GetArrayLength() == 0
            ? null
            : CheckContent(content, $"{place}.tool_result.content", "tool_result", seal);
    }

    private static string? CheckThinking(JsonElement block, string place, Seal? seal) =>
        RequestFields.Text(block, "thinking") is not { } thinking ? $"{place}.thinking.thinking: Field required"
        : RequestFields.Text(block, "signature") is not { } signature ? $"{place}.thinking.signature: Field required"
        : seal is null || seal.Fits(ThinkingPurpose, thinking, signature) ? null
        : $"{place}: Invalid `signature` in `thinking` block";
}
