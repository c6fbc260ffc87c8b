using System.Collections.Frozen;
using System.Text.Json;

namespace Godwit.Simulator.Wire;

/// <summary>Finds what a strict reader complains about.</summary>
internal static class FieldCheck
{
    /// <summary>The first member whose name is not known; null when all are.</summary>
    public static string? Unknown(JsonElement value, FrozenSet<string> known)
    {
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                return property.Name;
            }
        }

        return null;
    }

    /// <summary>Whether a member is absent, null, or a number in the range.</summary>
    public static bool NumberWithin(JsonElement parent, string name, double least, double most) =>
        !parent.TryGetProperty(name, out JsonElement value)
        || value.ValueKind == JsonValueKind.Null
        || (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number)
            && number >= least && number <= most);

    /// <summary>Whether a member is there and not null.</summary>
    public static bool Has(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty(name, out JsonElement value)
        && value.ValueKind != JsonValueKind.Null;

    /// <summary>Whether a name is only letters, digits, underscores and hyphens.</summary>
    public static bool IsToolName(string? name, int most = 128) =>
        name is { Length: > 0 } && name.Length <= most
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');

    /// <summary>Whether every object of a schema forbids members that it does not name.</summary>
    public static bool IsClosed(JsonElement schema, int depth = 0)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > 32)
        {
            return true;
        }

        if (RequestFields.Text(schema, "type") == "object"
            && RequestFields.Flag(schema, "additionalProperties") != false)
        {
            return false;
        }

        foreach (string many in (ReadOnlySpan<string>)["properties", "$defs", "definitions"])
        {
            JsonElement members = RequestFields.Object(schema, many);
            if (members.ValueKind == JsonValueKind.Object
                && members.EnumerateObject().Any(member => !IsClosed(member.Value, depth + 1)))
            {
                return false;
            }
        }

        return IsClosed(RequestFields.Object(schema, "items"), depth + 1)
            && (RequestFields.Array(schema, "anyOf") is not { } branches
                || branches.EnumerateArray().All(branch => IsClosed(branch, depth + 1)));
    }
}
