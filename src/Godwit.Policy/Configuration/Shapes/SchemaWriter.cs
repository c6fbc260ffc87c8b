using System.Text.Json;

namespace Godwit.Policy.Configuration.Shapes;

/// <summary>Writes a shape's members of a JSON Schema object.</summary>
internal static class SchemaWriter
{
    public static void WriteShape(Utf8JsonWriter writer, Shape shape)
    {
        switch (shape)
        {
            case ObjectShape { Shorthand: { } member } expected:
                writer.WriteStartArray("oneOf");
                WriteWhole(writer, member.Shape);
                WriteWhole(writer, expected with { Shorthand = null });
                writer.WriteEndArray();
                break;
            case ObjectShape expected:
                WriteObject(writer, expected);
                break;
            case DictionaryShape expected:
                WriteDictionary(writer, expected);
                break;
            case ListShape expected:
                writer.WriteString("type", "array");
                writer.WritePropertyName("items");
                WriteWhole(writer, expected.Element);
                break;
            case IntegerShape { Most: int.MaxValue } expected:
                writer.WriteString("type", "integer");
                writer.WriteNumber("minimum", expected.Least);
                writer.WriteNumber("maximum", expected.Most);
                break;
            case ChoiceShape choice:
                WriteNames(writer, "enum", choice.Names);
                break;
            default:
                WriteScalar(writer, shape);
                break;
        }
    }

    public static void WriteNames(Utf8JsonWriter writer, string property, IEnumerable<string> names)
    {
        writer.WriteStartArray(property);
        foreach (var name in names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    private static void WriteWhole(Utf8JsonWriter writer, Shape shape)
    {
        writer.WriteStartObject();
        WriteShape(writer, shape);
        writer.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter writer, ObjectShape shape)
    {
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (var member in shape.Members)
        {
            writer.WriteStartObject(member.Name);
            if (member.Description is not null)
                writer.WriteString("description", member.Description);
            WriteShape(writer, member.Shape);
            if (member.Default is not null)
            {
                writer.WritePropertyName("default");
                writer.WriteRawValue(member.Default);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        if (shape.Members.Any(m => m.Required))
            WriteNames(writer, "required", shape.Members.Where(m => m.Required).Select(m => m.Name));
        writer.WriteBoolean("additionalProperties", false);
    }

    private static void WriteDictionary(Utf8JsonWriter writer, DictionaryShape shape)
    {
        writer.WriteString("type", "object");
        if (shape.Keys is not null)
        {
            writer.WriteStartObject("propertyNames");
            WriteNames(writer, "enum", shape.Keys.Names);
            writer.WriteEndObject();
        }

        writer.WritePropertyName("additionalProperties");
        WriteWhole(writer, shape.Value);
    }

    private static void WriteScalar(Utf8JsonWriter writer, Shape shape)
    {
        var (type, format) = shape switch
        {
            BooleanShape => ("boolean", null),
            IntegerShape => ("integer", null),
            NumberShape => ("number", null),
            InstantShape => ("string", "date-time"),
            DayShape => ("string", "date"),
            _ => ("string", (string?)null),
        };
        writer.WriteString("type", type);
        if (format is not null)
            writer.WriteString("format", format);
    }
}
