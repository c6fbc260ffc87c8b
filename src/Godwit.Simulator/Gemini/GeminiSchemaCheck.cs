using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Gemini;

/// <summary>Checks schemas of Gemini's own kind, which is a part of OpenAPI's and takes no other members.</summary>
internal static class GeminiSchemaCheck
{
    private const int Deepest = 64;

    private static readonly FrozenSet<string> Known = new[]
    {
        "type", "format", "title", "description", "nullable", "enum", "items", "minItems", "maxItems", "properties",
        "required", "propertyOrdering", "minProperties", "maxProperties", "minLength", "maxLength", "pattern",
        "minimum", "maximum", "anyOf", "example", "default",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> Types = new[]
    {
        "TYPE_UNSPECIFIED", "STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL",
    }.ToFrozenSet();

    public static ProviderError? Check(JsonElement schema, string place, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > Deepest)
        {
            return GeminiFields.Invalid(place, $"Invalid value at '{place}'.");
        }

        if (GeminiFields.Unknown(schema, Known, place) is { } unknown)
        {
            return unknown;
        }

        if (schema.TryGetProperty("type", out JsonElement type)
            && (type.ValueKind != JsonValueKind.String || !Types.Contains(type.GetString()!.ToUpperInvariant())))
        {
            return GeminiFields.Invalid(place, $"Invalid value at '{place}.type' (TYPE_ENUM)");
        }

        return CheckInner(schema, place, depth);
    }

    private static ProviderError? CheckInner(JsonElement schema, string place, int depth)
    {
        JsonElement properties = RequestFields.Object(schema, "properties");
        if (properties.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in properties.EnumerateObject())
            {
                if (Check(property.Value, $"{place}.properties[{property.Name}]", depth + 1) is { } wrong)
                {
                    return wrong;
                }
            }
        }

        foreach (JsonElement branch in GeminiFields.Items(schema, "anyOf"))
        {
            if (Check(branch, place + ".any_of", depth + 1) is { } wrong)
            {
                return wrong;
            }
        }

        return schema.TryGetProperty("items", out JsonElement items) ? Check(items, place + ".items", depth + 1) : null;
    }
}
