using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// Writes JSON Schema as Google's older Schema object, a subset of OpenAPI's, and reports what it can't say.
/// </summary>
internal sealed class GeminiSchemaWriter(Utf8JsonWriter json, JsonElement root, LossReport losses)
{
    // References may be nested in themselves, and multiply: past this depth or number each is any object.
    private const int DeepestReference = 8;
    private const int MostReferences = 256;
    private int depth;
    private int references;

    public void Write(string path) => Write(root, path);

    private void Write(JsonElement schema, string path)
    {
        if (schema.At("$ref"u8) is { } reference)
        {
            WriteReference(reference, path);
            return;
        }

        if (schema.At("allOf"u8) is { ValueKind: JsonValueKind.Array } all && all.GetArrayLength() == 1
            && schema.At("type"u8) is null)
        {
            Write(all[0], path);
            return;
        }

        json.WriteStartObject();
        if (schema.ValueKind == JsonValueKind.Object)
        {
            WriteType(schema, path);
            foreach (var member in schema.EnumerateObject())
            {
                var name = GeminiJson.NameOf(member);
                WriteMember(name, member.Value, $"{path}.{name}");
            }
        }

        json.WriteEndObject();
    }

    private void WriteMember(string name, JsonElement value, string path)
    {
        switch (name)
        {
            case "type" or "$defs" or "definitions" or "nullable":
                break;
            case "title" or "description" or "pattern" or "minimum" or "maximum" or "minLength" or "maxLength"
                or "minItems" or "maxItems" or "minProperties" or "maxProperties" or "required" or "propertyOrdering"
                or "example":
                Raw(name, value);
                break;
            case "enum" or "const":
                WriteEnum(name, value, path);
                break;
            case "format":
                WriteFormat(value, path);
                break;
            case "properties" when value.ValueKind == JsonValueKind.Object:
                WriteProperties(value, path);
                break;
            case "items" when value.ValueKind == JsonValueKind.Object:
                json.WritePropertyName("items"u8);
                Write(value, path);
                break;
            case "anyOf" or "oneOf" when value.ValueKind == JsonValueKind.Array:
                WriteAnyOf(name, value, path);
                break;
            default:
                losses.Drop(path, "The model's subset of JSON Schema does not have it.");
                break;
        }
    }

    private void WriteType(JsonElement schema, string path)
    {
        var types = new List<string>();
        var nullable = schema.FlagAt("nullable"u8);
        if (schema.At("type"u8) is { } type)
        {
            var items = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray() : default;
            types.AddRange(type.Text() is { } one ? [one] : items.Select(item => item.Text()).OfType<string>());
            nullable |= types.Remove("null");
        }
        else if (schema.At("properties"u8) is not null)
        {
            types.Add("object");
        }
        else if (schema.At("enum"u8) is not null || schema.At("const"u8) is not null)
        {
            types.Add("string");
        }

        if (types.Count > 1)
        {
            losses.Add(LossKind.Approximated, path + ".type", $"The model takes one type: {types[0]}.");
        }

        if (types.Count > 0)
        {
            json.WriteString("type"u8, types[0].ToUpperInvariant());
        }

        if (nullable)
        {
            json.WriteBoolean("nullable"u8, true);
        }
    }

    private void WriteEnum(string name, JsonElement value, string path)
    {
        JsonElement[] items = name == "const" ? [value]
            : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];
        var texts = items.Where(item => item.ValueKind != JsonValueKind.Null).ToArray();
        if (texts.Length == 0 || Array.Exists(texts, item => item.ValueKind != JsonValueKind.String))
        {
            losses.Drop(path, "The model takes only texts as values to choose from.");
            return;
        }

        json.WriteStartArray("enum"u8);
        foreach (var text in texts)
        {
            json.WriteRaw(text);
        }

        json.WriteEndArray();
    }

    private void WriteFormat(JsonElement value, string path)
    {
        if (value.Text() is "float" or "double" or "int32" or "int64" or "enum" or "date-time")
        {
            Raw("format", value);
        }
        else
        {
            losses.Drop(path, "The model does not know this format.");
        }
    }

    private void WriteProperties(JsonElement properties, string path)
    {
        json.WriteStartObject("properties"u8);
        foreach (var property in properties.EnumerateObject())
        {
            var name = GeminiJson.NameOf(property);
            json.WritePropertyName(name);
            Write(property.Value, $"{path}.{name}");
        }

        json.WriteEndObject();
    }

    private void WriteAnyOf(string name, JsonElement list, string path)
    {
        if (name == "oneOf")
        {
            losses.Add(LossKind.Approximated, path, "One of several may be more than one to the model: sent as anyOf.");
        }

        // A choice between something and null is what nullable says.
        var nullable = false;
        json.WriteStartArray("anyOf"u8);
        foreach (var item in list.EnumerateArray())
        {
            if (item.TextAt("type"u8) == "null")
            {
                nullable = true;
            }
            else
            {
                Write(item, path);
            }
        }

        json.WriteEndArray();
        if (nullable)
        {
            json.WriteBoolean("nullable"u8, true);
        }
    }

    private void WriteReference(JsonElement reference, string path)
    {
        if (depth < DeepestReference && references < MostReferences && Find(reference.Text()) is { } found)
        {
            references++;
            depth++;
            Write(found, path);
            depth--;
            return;
        }

        losses.Add(LossKind.Approximated, path + ".$ref", "What it refers to can't be written out: any object.");
        json.WriteStartObject();
        json.WriteString("type"u8, "OBJECT"u8);
        json.WriteEndObject();
    }

    private JsonElement? Find(string? reference)
    {
        if (reference == "#")
        {
            return root;
        }

        if (reference?.StartsWith("#/", StringComparison.Ordinal) != true)
        {
            return null;
        }

        JsonElement? at = root;
        foreach (var step in reference[2..].Split('/'))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at is { ValueKind: JsonValueKind.Object } here && here.TryGetProperty(name, out var next)
                ? next : null;
        }

        return at;
    }

    private void Raw(string name, JsonElement value)
    {
        json.WritePropertyName(name);
        json.WriteRaw(value);
    }
}
