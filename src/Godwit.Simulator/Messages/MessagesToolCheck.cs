using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Messages;

/// <summary>Checks <c>tools</c> and <c>tool_choice</c>.</summary>
internal static class MessagesToolCheck
{
    private static readonly FrozenSet<string> KnownOfTool = new[]
    {
        "type", "name", "description", "input_schema", "cache_control", "strict", "defer_loading", "allowed_callers",
        "input_examples", "eager_input_streaming",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> KnownOfChoice =
        new[] { "type", "name", "disable_parallel_tool_use" }.ToFrozenSet();

    public static string? Check(JsonElement root, bool strict)
    {
        if (!FieldCheck.Has(root, "tools"))
        {
            return FieldCheck.Has(root, "tool_choice")
                ? "tool_choice: may only be specified while providing tools"
                : null;
        }

        if (RequestFields.Array(root, "tools") is not { } tools)
        {
            return "tools: Input should be a valid array";
        }

        HashSet<string> names = [];
        int index = 0;
        foreach (JsonElement tool in tools.EnumerateArray())
        {
            string place = $"tools.{index++}";
            if (tool.ValueKind != JsonValueKind.Object)
            {
                return $"{place}: Input should be an object";
            }

            if (CheckTool(tool, place, strict) is { } wrong)
            {
                return wrong;
            }

            if (!names.Add(RequestFields.Text(tool, "name")!))
            {
                return "tools: Tool names must be unique.";
            }
        }

        return CheckChoice(root, names, strict);
    }

    private static string? CheckTool(JsonElement tool, string place, bool strict)
    {
        // Tools that the provider runs itself have a dated type and fields of their own.
        bool own = RequestFields.Text(tool, "type") is null or "custom";
        string? name = RequestFields.Text(tool, "name");
        if (name is null)
        {
            return $"{place}.name: Field required";
        }

        if (!FieldCheck.IsToolName(name))
        {
            return $"{place}.name: String should match pattern '^[a-zA-Z0-9_-]{{1,128}}$'";
        }

        if (!own)
        {
            return null;
        }

        JsonElement schema = RequestFields.Object(tool, "input_schema");
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return $"{place}.input_schema: Field required";
        }

        if (RequestFields.Text(schema, "type") != "object")
        {
            return $"{place}.input_schema.type: Input should be 'object'";
        }

        return strict && FieldCheck.Unknown(tool, KnownOfTool) is { } unknown
            ? $"{place}.{unknown}: Extra inputs are not permitted"
            : null;
    }

    private static string? CheckChoice(JsonElement root, HashSet<string> names, bool strict)
    {
        if (!FieldCheck.Has(root, "tool_choice"))
        {
            return null;
        }

        JsonElement choice = RequestFields.Object(root, "tool_choice");
        if (choice.ValueKind != JsonValueKind.Object)
        {
            return "tool_choice: Input should be an object";
        }

        string? type = RequestFields.Text(choice, "type");
        if (type is not ("auto" or "any" or "tool" or "none"))
        {
            return "tool_choice.type: Input should be 'auto', 'any', 'tool' or 'none'";
        }

        if (strict && FieldCheck.Unknown(choice, KnownOfChoice) is { } unknown)
        {
            return $"tool_choice.{type}.{unknown}: Extra inputs are not permitted";
        }

        if (type == "none" && FieldCheck.Has(choice, "disable_parallel_tool_use"))
        {
            return "tool_choice.none.disable_parallel_tool_use: Extra inputs are not permitted";
        }

        return type != "tool" ? null
            : RequestFields.Text(choice, "name") is not { } name ? "tool_choice.tool.name: Field required"
            : names.Contains(name) ? null
            : $"Tool '{name}' not found in provided tools";
    }
}
