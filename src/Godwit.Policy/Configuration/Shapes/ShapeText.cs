using System.Text.Json;

namespace Godwit.Policy.Configuration.Shapes;

/// <summary>
/// Shapes as JSON. A simple shape is its word, another an object whose first key says what it is.
/// </summary>
internal static class ShapeText
{
    private const string Text = "text";
    private const string Boolean = "boolean";
    private const string Number = "number";
    private const string Instant = "instant";
    private const string Day = "day";
    private const string OneOf = "one_of";
    private const string Between = "between";
    private const string ListOf = "list_of";
    private const string MapOf = "map_of";
    private const string Keys = "keys";
    private const string Members = "members";
    private const string Shorthand = "shorthand";

    /// <summary>Writes a shape.</summary>
    public static void Write(Utf8JsonWriter writer, Shape shape)
    {
        if (WordOf(shape) is { } word)
        {
            writer.WriteStringValue(word);
            return;
        }

        writer.WriteStartObject();
        switch (shape)
        {
            case IntegerShape integer:
                writer.WriteStartArray(Between);
                writer.WriteNumberValue(integer.Least);
                writer.WriteNumberValue(integer.Most);
                writer.WriteEndArray();
                break;
            case ChoiceShape choice:
                WriteNames(writer, OneOf, choice.Names);
                break;
            case ListShape list:
                writer.WritePropertyName(ListOf);
                Write(writer, list.Element);
                break;
            case DictionaryShape map:
                writer.WritePropertyName(MapOf);
                Write(writer, map.Value);
                if (map.Keys is { } keys)
                    WriteNames(writer, Keys, keys.Names);
                break;
            case ObjectShape closed:
                WriteObject(writer, closed);
                break;
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads the shape that the reader stands at, and leaves it at that shape's end.</summary>
    public static Shape Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            return OfWord(reader.GetString()!);
        reader.Read();
        var kind = reader.GetString();
        reader.Read();
        Shape shape = kind switch
        {
            Between => ReadInteger(ref reader),
            OneOf => new ChoiceShape(ReadNames(ref reader)),
            ListOf => new ListShape(Read(ref reader)),
            MapOf => new DictionaryShape(null, Read(ref reader)),
            _ => new ObjectShape(ReadMembers(ref reader)),
        };
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            shape = ReadMore(ref reader, shape);
        return shape;
    }

    private static string? WordOf(Shape shape) => shape switch
    {
        TextShape => Text,
        BooleanShape => Boolean,
        NumberShape => Number,
        InstantShape => Instant,
        DayShape => Day,
        _ => null,
    };

    private static Shape OfWord(string word) => word switch
    {
        Text => new TextShape(),
        Boolean => new BooleanShape(),
        Number => new NumberShape(),
        Instant => new InstantShape(),
        _ => new DayShape(),
    };

    private static Shape ReadMore(ref Utf8JsonReader reader, Shape shape)
    {
        reader.Read();
        return shape switch
        {
            DictionaryShape map => map with { Keys = new ChoiceShape(ReadNames(ref reader)) },
            ObjectShape closed => closed with { Shorthand = closed.Find(reader.GetString()!) },
            _ => shape,
        };
    }

    private static IntegerShape ReadInteger(ref Utf8JsonReader reader)
    {
        reader.Read();
        var least = reader.GetInt64();
        reader.Read();
        var shape = new IntegerShape(least, reader.GetInt64());
        reader.Read();
        return shape;
    }

    private static void WriteObject(Utf8JsonWriter writer, ObjectShape shape)
    {
        writer.WriteStartArray(Members);
        foreach (var member in shape.Members)
        {
            // In this order; what is not there is null, so that a member has five values always.
            writer.WriteStartArray();
            writer.WriteStringValue(member.Name);
            Write(writer, member.Shape);
            writer.WriteBooleanValue(member.Required);
            writer.WriteStringValue(member.Description);
            writer.WriteStringValue(member.Default);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        if (shape.Shorthand is { } shorthand)
            writer.WriteString(Shorthand, shorthand.Name);
    }

    private static List<ShapeMember> ReadMembers(ref Utf8JsonReader reader)
    {
        var members = new List<ShapeMember>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Read();
            var name = reader.GetString()!;
            reader.Read();
            var shape = Read(ref reader);
            reader.Read();
            var required = reader.GetBoolean();
            reader.Read();
            var description = reader.GetString();
            reader.Read();
            members.Add(new ShapeMember(name, shape, required, description, reader.GetString()));
            reader.Read();
        }

        return members;
    }

    private static void WriteNames(Utf8JsonWriter writer, string key, IReadOnlyList<string> names)
    {
        writer.WriteStartArray(key);
        foreach (var name in names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    private static List<string> ReadNames(ref Utf8JsonReader reader)
    {
        var names = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            names.Add(reader.GetString()!);
        return names;
    }
}
