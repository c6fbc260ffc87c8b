using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Godwit.Policy.Configuration.Shapes;

namespace Godwit.Policy.Configuration;

/// <summary>Writes the JSON Schema (2020-12) of the resources, from the shapes that validation uses too.</summary>
public static class ConfigurationSchema
{
    /// <summary>The schema of one document <c>{ kind, name, spec }</c>, indented, with a line end at its end.</summary>
    public static string Write()
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        var options = new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            // The file is read by people: apostrophes and dashes stay what they are.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            writer.WriteString("title", "Godwit resource");
            writer.WriteStartArray("oneOf");
            foreach (var kind in Enum.GetNames<ResourceKind>())
                WriteReference(writer, kind);
            writer.WriteEndArray();
            writer.WriteStartObject("$defs");
            foreach (var kind in Enum.GetValues<ResourceKind>())
                WriteKind(writer, kind);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteReference(Utf8JsonWriter writer, string kind)
    {
        writer.WriteStartObject();
        writer.WriteString("$ref", $"#/$defs/{kind}");
        writer.WriteEndObject();
    }

    private static void WriteKind(Utf8JsonWriter writer, ResourceKind kind)
    {
        var shape = ConfigurationShapes.Of(kind);
        var specRequired = shape.Members.Any(m => m.Required);
        writer.WriteStartObject(kind.ToString());
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        writer.WriteStartObject("kind");
        writer.WriteString("const", kind.ToString());
        writer.WriteEndObject();
        writer.WriteStartObject("name");
        writer.WriteString("type", "string");
        writer.WriteString("pattern", "^[A-Za-z0-9._/:@-]{1,128}$");
        writer.WriteString("description", $"Unique within its kind: {Names.Accepted}.");
        writer.WriteEndObject();
        writer.WriteStartObject("spec");
        SchemaWriter.WriteShape(writer, shape);
        writer.WriteEndObject();
        writer.WriteEndObject();
        SchemaWriter.WriteNames(writer, "required", specRequired ? ["kind", "name", "spec"] : ["kind", "name"]);
        writer.WriteBoolean("additionalProperties", false);
        writer.WriteEndObject();
    }
}
