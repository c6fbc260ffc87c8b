using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Responses;

/// <summary>Checks <c>tools</c> and <c>tool_choice</c>, which are flat here.</summary>
internal static class ResponsesToolCheck
{
    public static ProviderError? Check(JsonElement root)
    {
        HashSet<string> names = [];
        int index = 0;
        foreach (JsonElement tool in RequestFields.Items(root, "tools"))
        {
            string place = $"tools[{index++}]";
            if (RequestFields.Text(tool, "type") is not { } type)
            {
                return ProviderError.Missing($"{place}.type");
            }

            if (type is not ("function" or "custom"))
            {
                continue;
            }

            string? name = RequestFields.Text(tool, "name");
            if (name is null)
            {
                return ProviderError.Missing($"{place}.name");
            }

            if (!FieldCheck.IsToolName(name))
            {
                return ResponsesCheck.Wrong(
                    $"{place}.name", "invalid_value", $"Invalid '{place}.name': expected '^[a-zA-Z0-9_-]+$'.");
            }

            if (RequestFields.Flag(tool, "strict") == true
                && !FieldCheck.IsClosed(RequestFields.Object(tool, "parameters")))
            {
                return ResponsesCheck.Wrong(
                    $"{place}.parameters", "invalid_function_parameters",
                    $"Invalid schema for function '{name}': 'additionalProperties' is required to be false.");
            }

            names.Add(name);
        }

        return CheckChoice(root, names);
    }

    private static ProviderError? CheckChoice(JsonElement root, HashSet<string> names)
    {
        if (!FieldCheck.Has(root, "tool_choice"))
        {
            return null;
        }

        JsonElement choice = RequestFields.Object(root, "tool_choice");
        if (choice.ValueKind != JsonValueKind.Object)
        {
            return RequestFields.Text(root, "tool_choice") is "none" or "auto" or "required"
                ? null
                : ResponsesCheck.Wrong("tool_choice", "invalid_value", "Invalid value for 'tool_choice'.");
        }

        if (RequestFields.Text(choice, "type") != "function")
        {
            return RequestFields.Text(choice, "type") is null ? ProviderError.Missing("tool_choice.type") : null;
        }

        return RequestFields.Text(choice, "name") is not { } name ? ProviderError.Missing("tool_choice.name")
            : names.Contains(name) ? null
            : ResponsesCheck.Wrong(
                "tool_choice", "invalid_value", $"Tool choice 'function' not found in 'tools' parameter: '{name}'.");
    }
}
