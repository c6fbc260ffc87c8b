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
    public static bool IsOpen(JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in schema.EnumerateArray())
            {
                if (IsOpen(item))
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

        if (IsObject(schema) && schema.At("additionalProperties"u8) is not { ValueKind: JsonValueKind.False })
        {
            return true;
        }

        foreach (var member in schema.EnumerateObject())
        {
            if (!IsData(member) && IsOpen(member.Value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes the schema with every object closed.</summary>
    public static void WriteClosed(Utf8JsonWriter json, JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Array)
        {
            json.WriteStartArray();
            foreach (var item in schema.EnumerateArray())
            {
                WriteClosed(json, item);
            }

            json.WriteEndArray();
            return;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            json.WriteRaw(schema);
            return;
        }

        var close = IsObject(schema);
        json.WriteStartObject();
        foreach (var member in schema.EnumerateObject())
        {
            if (close && member.NameEquals("additionalProperties"u8))
            {
                continue;
            }

            WriteName(json, member);
            if (IsData(member))
            {
                json.WriteRaw(member.Value);
            }
            else
            {
                WriteClosed(json, member.Value);
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
