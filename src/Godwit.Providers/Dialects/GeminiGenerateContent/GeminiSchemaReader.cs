using System.Buffers;
using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.Reading;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// Makes JSON Schema of Google's Schema object: types in capitals, <c>nullable</c>, bounds as text, an order of
/// properties of its own. What is JSON Schema already stays as it is.
/// </summary>
internal static class GeminiSchemaReader
{
    public static JsonElement ToJsonSchema(JsonElement schema)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = SseText.Json(output))
        {
            Write(json, schema);
        }

        var reader = new Utf8JsonReader(output.WrittenSpan, GeminiJson.Deep);
        return JsonElement.ParseValue(ref reader);
    }

    private static void Write(Utf8JsonWriter json, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            json.WriteRaw(schema);
            return;
        }

        var nullable = schema.FlagAt("nullable"u8);
        json.WriteStartObject();
        foreach (var member in schema.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
            {
                WriteMember(json, schema, GeminiNames.Camel(GeminiJson.NameOf(member)), member.Value, nullable);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteMember(
        Utf8JsonWriter json, JsonElement schema, string name, JsonElement value, bool nullable)
    {
        switch (name)
        {
            case "nullable" or "propertyOrdering":
                break;
            case "type" when value.ValueKind == JsonValueKind.String:
                WriteType(json, value.Text() ?? "", nullable);
                break;
            case "enum" or "anyOf" when value.ValueKind == JsonValueKind.Array:
                WriteList(json, name, value, nullable && (name == "enum" || schema.At("type"u8) is null));
                break;
            case "items":
                json.WritePropertyName(name);
                Write(json, value);
                break;
            case "properties" when value.ValueKind == JsonValueKind.Object:
                WriteProperties(json, value, schema.At("propertyOrdering"u8) ?? schema.At("property_ordering"u8));
                break;
            case "minItems" or "maxItems" or "minLength" or "maxLength" or "minProperties" or "maxProperties"
                when value.ValueKind == JsonValueKind.String && long.TryParse(value.Text(), out var bound):
                json.WriteNumber(name, bound);
                break;
            case "example":
                json.WriteStartArray("examples"u8);
                json.WriteRaw(value);
                json.WriteEndArray();
                break;
            default:
                json.WritePropertyName(name);
                json.WriteRaw(value);
                break;
        }
    }

    private static void WriteType(Utf8JsonWriter json, string type, bool nullable)
    {
        if (type is "" or "TYPE_UNSPECIFIED")
        {
            return;
        }

        if (!nullable)
        {
            json.WriteString("type"u8, type.ToLowerInvariant());
            return;
        }

        json.WriteStartArray("type"u8);
        json.WriteStringValue(type.ToLowerInvariant());
        json.WriteStringValue("null"u8);
        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, JsonElement list, bool addNull)
    {
        json.WriteStartArray(name);
        foreach (var item in list.EnumerateArray())
        {
            if (name == "anyOf")
            {
                Write(json, item);
            }
            else
            {
                json.WriteRaw(item);
            }
        }

        if (addNull)
        {
            json.WriteRawValue(name == "anyOf" ? "{\"type\":\"null\"}"u8 : "null"u8);
        }

        json.WriteEndArray();
    }

    private static void WriteProperties(Utf8JsonWriter json, JsonElement properties, JsonElement? order)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        json.WriteStartObject("properties"u8);
        if (order is { ValueKind: JsonValueKind.Array })
        {
            foreach (var item in order.Value.EnumerateArray())
            {
                if (item.Text() is { } name && properties.TryGetProperty(name, out var property) && written.Add(name))
                {
                    json.WritePropertyName(name);
                    Write(json, property);
                }
            }
        }

        foreach (var property in properties.EnumerateObject())
        {
            if (written.Add(GeminiJson.NameOf(property)))
            {
                json.WritePropertyName(GeminiJson.NameOf(property));
                Write(json, property.Value);
            }
        }

        json.WriteEndObject();
    }
}
