using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Godwit.Simulator.Tests.Schemas;

/// <summary>A second, independent reading of the schema rules the filler has to keep.</summary>
internal static class SchemaCheck
{
    /// <summary>Null when the value is valid, else where it is not and why.</summary>
    public static string? Fault(JsonNode root, JsonNode? value) => Fault(root, root, value, "$");

    private static string? Fault(JsonNode root, JsonNode schema, JsonNode? value, string path)
    {
        if (schema is not JsonObject rules)
        {
            return null;
        }

        if (rules["$ref"] is { } reference)
        {
            JsonNode target = reference.GetValue<string>().Split('/').Skip(1).Aggregate(root, (at, name) => at[name]!);
            return Fault(root, target, value, path);
        }

        if (rules["anyOf"] is JsonArray branches)
        {
            return branches.Any(branch => Fault(root, branch!, value, path) is null) ? null : path + ": no branch";
        }

        if (rules["enum"] is JsonArray choices)
        {
            return choices.Any(choice => JsonNode.DeepEquals(choice, value)) ? null : path + ": not in enum";
        }

        return rules["type"]?.GetValue<string>() switch
        {
            "object" => Object(root, rules, value, path),
            "array" => Array(root, rules, value, path),
            "string" => Text(rules, value, path),
            "integer" or "number" => Number(rules, value, path),
            "boolean" => value?.GetValueKind() is System.Text.Json.JsonValueKind.True
                or System.Text.Json.JsonValueKind.False ? null : path + ": not a boolean",
            "null" => value is null ? null : path + ": not null",
            _ => null,
        };
    }

    private static string? Object(JsonNode root, JsonObject rules, JsonNode? value, string path)
    {
        if (value is not JsonObject members)
        {
            return path + ": not an object";
        }

        foreach (JsonNode? name in rules["required"]?.AsArray() ?? [])
        {
            if (!members.ContainsKey(name!.GetValue<string>()))
            {
                return $"{path}: {name} is missing";
            }
        }

        JsonObject described = rules["properties"]?.AsObject() ?? [];
        foreach ((string name, JsonNode? member) in members)
        {
            if (described[name] is not { } rule)
            {
                return $"{path}: {name} is not described";
            }

            if (Fault(root, rule, member, $"{path}.{name}") is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? Array(JsonNode root, JsonObject rules, JsonNode? value, string path)
    {
        if (value is not JsonArray items)
        {
            return path + ": not an array";
        }

        if (items.Count < (rules["minItems"]?.GetValue<int>() ?? 0)
            || items.Count > (rules["maxItems"]?.GetValue<int>() ?? int.MaxValue))
        {
            return $"{path}: {items.Count} items";
        }

        return items.Select((item, index) => rules["items"] is { } rule
            ? Fault(root, rule, item, $"{path}[{index}]")
            : null).FirstOrDefault(fault => fault is not null);
    }

    private static string? Text(JsonObject rules, JsonNode? value, string path)
    {
        if (value?.GetValueKind() != System.Text.Json.JsonValueKind.String)
        {
            return path + ": not a string";
        }

        string text = value.GetValue<string>();
        if (rules["pattern"] is { } pattern && !Regex.IsMatch(text, pattern.GetValue<string>()))
        {
            return $"{path}: '{text}' does not match {pattern}";
        }

        return text.Length < (rules["minLength"]?.GetValue<int>() ?? 0)
            || text.Length > (rules["maxLength"]?.GetValue<int>() ?? int.MaxValue) ? path + ": length" : null;
    }

    private static string? Number(JsonObject rules, JsonNode? value, string path)
    {
        if (value?.GetValueKind() != System.Text.Json.JsonValueKind.Number)
        {
            return path + ": not a number";
        }

        decimal number = decimal.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
        bool whole = rules["type"]!.GetValue<string>() == "integer";
        bool good = (!whole || number == decimal.Truncate(number))
            && number >= (rules["minimum"]?.GetValue<int>() ?? decimal.MinValue)
            && number <= (rules["maximum"]?.GetValue<int>() ?? decimal.MaxValue)
            && (rules["exclusiveMinimum"] is not { } above || number > above.GetValue<int>())
            && (rules["exclusiveMaximum"] is not { } below || number < below.GetValue<int>())
            && (rules["multipleOf"] is not { } step || number % step.GetValue<int>() == 0);
        return good ? null : $"{path}: {number} breaks {rules.ToJsonString()}";
    }
}
