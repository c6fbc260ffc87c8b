using System.Text.Json;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Schemas;

/// <summary>
/// Writes a value that is valid for a JSON Schema, filled from a message where it offers something. It knows the
/// part of JSON Schema that structured output takes: types, enums, references, unions, and the limits of each type.
/// </summary>
internal sealed class SchemaFiller
{
    // Beyond this depth only what is required is written, so that schemas that refer to themselves come to an end.
    private const int ShallowDepth = 5;
    private const int DeepestDepth = 64;

    private readonly JsonElement _root;
    private readonly MessageHints _hints;
    private readonly Utf8JsonWriter _json;
    private SchemaScalars _scalars;

    public SchemaFiller(JsonElement root, MessageHints hints, DeterministicSource source, Utf8JsonWriter json)
    {
        _root = root;
        _hints = hints;
        _json = json;
        _scalars = new SchemaScalars(hints, source, json);
    }

    public void Write() => Write(_root, "", 0);

    private void Write(JsonElement schema, string name, int depth)
    {
        schema = Resolve(schema, depth);
        if (schema.ValueKind != JsonValueKind.Object || depth > DeepestDepth)
        {
            // "true" allows anything, and a schema without an end cannot be met: null says the least.
            _json.WriteNullValue();
        }
        else if (schema.TryGetProperty("const", out JsonElement constant))
        {
            constant.WriteTo(_json);
        }
        else if (RequestFields.Array(schema, "enum") is { } values && values.GetArrayLength() > 0)
        {
            ChooseEnum(values).WriteTo(_json);
        }
        else
        {
            WriteTyped(schema, name, depth);
        }
    }

    private void WriteTyped(JsonElement schema, string name, int depth)
    {
        switch (TypeOf(schema, depth))
        {
            case "object":
                WriteObject(schema, depth);
                break;
            case "array":
                WriteArray(schema, name, depth);
                break;
            case "integer":
                _scalars.WriteNumber(schema, whole: true);
                break;
            case "number":
                _scalars.WriteNumber(schema, whole: false);
                break;
            case "boolean":
                _scalars.WriteBoolean(name);
                break;
            case "null":
                _json.WriteNullValue();
                break;
            default:
                _scalars.WriteString(schema, name);
                break;
        }
    }

    private void WriteObject(JsonElement schema, int depth)
    {
        HashSet<string> required = [.. RequestFields.Texts(schema, "required")];
        HashSet<string> written = [];
        _json.WriteStartObject();
        foreach (JsonElement part in Parts(schema, depth))
        {
            required.UnionWith(RequestFields.Texts(part, "required"));
            JsonElement properties = RequestFields.Object(part, "properties");
            if (properties.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            foreach (JsonProperty property in properties.EnumerateObject())
            {
                if ((depth < ShallowDepth || required.Contains(property.Name)) && written.Add(property.Name))
                {
                    _json.WritePropertyName(property.Name);
                    Write(property.Value, property.Name, depth + 1);
                }
            }
        }

        WriteUndescribed(schema, required.Except(written), depth);
        _json.WriteEndObject();
    }

    // A property may be required without being described; additionalProperties then says what it looks like.
    private void WriteUndescribed(JsonElement schema, IEnumerable<string> names, int depth)
    {
        JsonElement shape = RequestFields.Object(schema, "additionalProperties");
        foreach (string name in names)
        {
            _json.WritePropertyName(name);
            Write(shape, name, depth + 1);
        }
    }

    private void WriteArray(JsonElement schema, string name, int depth)
    {
        int least = RequestFields.Integer(schema, "minItems") ?? 0;
        int most = RequestFields.Integer(schema, "maxItems") ?? int.MaxValue;
        int wanted = depth >= ShallowDepth ? least : Math.Max(least, WantedItems());
        int count = Math.Min(wanted, most);
        JsonElement items = schema.TryGetProperty("items", out JsonElement described) ? described : default;
        JsonElement[] first = RequestFields.Array(schema, "prefixItems") is { } prefix
            ? [.. prefix.EnumerateArray()]
            : [];
        _scalars.Distinct = RequestFields.Flag(schema, "uniqueItems") ?? false;
        _json.WriteStartArray();
        for (int i = 0; i < Math.Max(count, Math.Min(first.Length, most)); i++)
        {
            _scalars.Position = i;
            Write(i < first.Length ? first[i] : items, name, depth + 1);
        }

        _scalars.Position = 0;
        _json.WriteEndArray();
    }

    private int WantedItems() => Math.Clamp(Math.Max(_hints.Places.Count, 2), 2, 4);

    private JsonElement ChooseEnum(JsonElement values)
    {
        foreach (JsonElement value in values.EnumerateArray())
        {
            if (value.ValueKind == JsonValueKind.String && _hints.Mentions(value.GetString()!))
            {
                return value;
            }
        }

        return values[_scalars.Position % values.GetArrayLength()];
    }

    private IEnumerable<JsonElement> Parts(JsonElement schema, int depth) =>
        RequestFields.Array(schema, "allOf") is { } all
            ? all.EnumerateArray().Select(part => Resolve(part, depth)).Prepend(schema)
            : [schema];

    // Follows references and unions until a schema stands on its own; the bound ends circles of references.
    private JsonElement Resolve(JsonElement schema, int depth)
    {
        for (int step = 0; step < DeepestDepth && schema.ValueKind == JsonValueKind.Object; step++)
        {
            if (RequestFields.Text(schema, "$ref") is { } reference)
            {
                schema = Follow(reference);
            }
            else if (Branches(schema) is { } branches)
            {
                schema = ChooseBranch(branches, depth);
            }
            else
            {
                break;
            }
        }

        return schema;
    }

    private static JsonElement? Branches(JsonElement schema)
    {
        JsonElement? branches = RequestFields.Array(schema, "anyOf") ?? RequestFields.Array(schema, "oneOf");
        return branches?.GetArrayLength() > 0 ? branches : null;
    }

    private static JsonElement ChooseBranch(JsonElement branches, int depth)
    {
        if (depth >= ShallowDepth)
        {
            foreach (JsonElement branch in branches.EnumerateArray())
            {
                if (RequestFields.Text(branch, "type") is { } type && type is not ("object" or "array"))
                {
                    return branch;
                }
            }
        }

        return branches[0];
    }

    private JsonElement Follow(string reference)
    {
        JsonElement target = _root;
        foreach (string step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            string name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal)
                .Replace("~0", "~", StringComparison.Ordinal);
            if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(name, out target))
            {
                return default;
            }
        }

        return target;
    }

    private static string? TypeOf(JsonElement schema, int depth)
    {
        if (RequestFields.Array(schema, "type") is { } types)
        {
            string[] names = [.. types.EnumerateArray().Select(type => Lower(type.GetString()) ?? "")];
            return depth >= ShallowDepth && names.Contains("null") ? "null" : names.FirstOrDefault(n => n != "null");
        }

        return Lower(RequestFields.Text(schema, "type")) ?? (
            schema.TryGetProperty("properties", out _) || schema.TryGetProperty("allOf", out _) ? "object"
            : schema.TryGetProperty("items", out _) ? "array"
            : null);
    }

    // Gemini's schemas write the types in capitals.
    private static string? Lower(string? type) => type?.ToLowerInvariant();
}
