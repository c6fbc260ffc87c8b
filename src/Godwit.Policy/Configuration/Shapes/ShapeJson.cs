using System.Buffers;
using System.Text.Json;

namespace Godwit.Policy.Configuration.Shapes;

/// <summary>
/// Writes a document that has the right shape as typed JSON: known keys in their order, shorthands spelled out.
/// </summary>
internal static class ShapeJson
{
    /// <summary>The document as UTF-8 JSON, the same for every document that says the same.</summary>
    public static ReadOnlyMemory<byte> Write(DocumentNode node, Shape shape)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
            WriteNode(writer, node, shape);
        return buffer.WrittenMemory;
    }

    private static void WriteNode(Utf8JsonWriter writer, DocumentNode node, Shape shape)
    {
        switch (shape)
        {
            case ObjectShape expected:
                WriteObject(writer, node, expected);
                break;
            case DictionaryShape expected:
                writer.WriteStartObject();
                foreach (var (key, value) in ((DocumentMap)node)
                    .Members.OrderBy(m => m.Key.Text, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(key.Text);
                    WriteNode(writer, value, expected.Value);
                }

                writer.WriteEndObject();
                break;
            case ListShape expected:
                writer.WriteStartArray();
                foreach (var item in ((DocumentList)node).Items)
                    WriteNode(writer, item, expected.Element);
                writer.WriteEndArray();
                break;
            default:
                WriteScalar(writer, (DocumentScalar)node, shape);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, DocumentNode node, ObjectShape shape)
    {
        writer.WriteStartObject();
        if (node is DocumentScalar && shape.Shorthand is { } shorthand)
        {
            writer.WritePropertyName(shorthand.Name);
            WriteNode(writer, node, shorthand.Shape);
        }
        else
        {
            var map = (DocumentMap)node;
            foreach (var member in shape.Members)
            {
                if (!map.TryFind(member.Name, out var value))
                    continue;
                writer.WritePropertyName(member.Name);
                WriteNode(writer, value, member.Shape);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteScalar(Utf8JsonWriter writer, DocumentScalar scalar, Shape shape)
    {
        switch (shape)
        {
            case BooleanShape:
                writer.WriteBooleanValue(scalar.Text == "true");
                break;
            case IntegerShape when ScalarReader.TryInteger(scalar, out var value):
                writer.WriteNumberValue(value);
                break;
            case NumberShape when ScalarReader.TryNumber(scalar, out var value):
                writer.WriteNumberValue(value);
                break;
            case InstantShape when ScalarReader.TryInstant(scalar, out var value):
                writer.WriteStringValue(value.UtcDateTime);
                break;
            default:
                writer.WriteStringValue(scalar.Text);
                break;
        }
    }
}
