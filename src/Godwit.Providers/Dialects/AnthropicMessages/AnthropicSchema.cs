using System.Text.Json;
using Godwit.Providers.Dialects.Reading;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>
/// Schemas as structured outputs take them: every object says <c>additionalProperties: false</c>
/// (platform.claude.com, structured outputs, read 2026-11-25).
/// </summary>
internal static class AnthropicSchema
{
    /// <summary>True when some object of the schema leaves open what else is in it.</summary>
    public static bool IsOpen(JsonElement schema) => IsOpen(schema, map: false);

    /// <summary>Writes the schema with every object closed.</summary>
    public static void WriteClosed(Utf8JsonWriter json, JsonElement schema) => WriteClosed(json, schema, map: false);

    private static bool IsOpen(JsonElement schema, bool map)
    {
        if (schema.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in schema.EnumerateArray())
            {
                if (IsOpen(item, map: false))
                {
                    return true;
                }
            }

            return false;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        if (!map && IsObject(schema) && schema.At("additionalProperties"u8) is not { ValueKind: JsonValueKind.False })
        {
            return true;
        }

        foreach (var member in schema.EnumerateObject())
        {
            if ((map || !IsData(member)) && IsOpen(member.Value, !map && IsMap(member)))
            {
                return true;
            }
        }

        return false;
    }

    private static void WriteClosed(Utf8JsonWriter json, JsonElement schema, bool map)
    {
        if (schema.ValueKind == JsonValueKind.Array)
        {
            json.WriteStartArray();
            foreach (var item in schema.EnumerateArray())
            {
                WriteClosed(json, item, map: false);
            }

            json.WriteEndArray();
            return;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            json.WriteRaw(schema);
            return;
        }

        var close = !map && IsObject(schema);
        json.WriteStartObject();
        foreach (var member in schema.EnumerateObject())
        {
            if (close && member.NameEquals("additionalProperties"u8))
            {
                continue;
            }

            WriteName(json, member);
            if (!map && IsData(member))
            {
                json.WriteRaw(member.Value);
            }
            else
            {
                WriteClosed(json, member.Value, !map && IsMap(member));
            }
        }

        if (close)
        {
            json.WriteBoolean("additionalProperties"u8, false);
        }

        json.WriteEndObject();
    }

    private static bool IsObject(JsonElement schema) =>
        schema.TextAt("type"u8) == "object" || schema.At("properties"u8) is { ValueKind: JsonValueKind.Object };

    // Schemas by names that people chose, which mean nothing themselves.
    private static bool IsMap(JsonProperty member) =>
        member.NameEquals("properties"u8) || member.NameEquals("$defs"u8) || member.NameEquals("definitions"u8)
        || member.NameEquals("patternProperties"u8) || member.NameEquals("dependentSchemas"u8);

    // Values in these are data, not schemas.
    private static bool IsData(JsonProperty member) =>
        member.NameEquals("enum"u8) || member.NameEquals("const"u8) || member.NameEquals("default"u8)
        || member.NameEquals("examples"u8) || member.NameEquals("required"u8);

    /// <summary>Writes a member's name.</summary>
    public static void WriteName(Utf8JsonWriter json, JsonProperty member)
    {
        try
        {
            json.WritePropertyName(member.Name);
        }
        catch (InvalidOperationException)
        {
            // No Unicode: no name that a model could ever write.
            json.WritePropertyName("\uFFFD");
        }
    }
}
