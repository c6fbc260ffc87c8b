using System.Globalization;
using System.Text.RegularExpressions;
using Godwit.Policy.Configuration;
using Godwit.Policy.Configuration.Shapes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Godwit.Control.Resources.Reading;

/// <summary>
/// Writes resources as YAML: the same text for the same resources, keys in their documented order, defaults left out.
/// </summary>
public static partial class ResourceYamlWriter
{
    /// <summary>
    /// All resources, by kind and name, as one text of several documents. Their shapes must be right.
    /// </summary>
    public static string Write(IEnumerable<ResourceDocument> documents)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var first = true;
        foreach (var document in documents.OrderBy(d => d.Kind).ThenBy(d => d.Name, StringComparer.Ordinal))
        {
            text.Write(first ? "" : "---\n");
            first = false;
            WriteDocument(text, document);
        }

        return text.ToString();
    }

    private static void WriteDocument(TextWriter text, ResourceDocument document)
    {
        // The separator is written here: the emitter would end each document with "..." in some cases and not in
        // others.
        var emitter = new Emitter(text, new EmitterSettings(2, 120, false, 1024, false, true));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, true));
        emitter.Emit(new MappingStart());
        EmitText(emitter, "kind");
        EmitText(emitter, document.Kind.ToString());
        EmitText(emitter, "name");
        EmitText(emitter, document.Name);
        EmitText(emitter, "spec");
        EmitNode(emitter, document.Spec, ConfigurationShapes.Of(document.Kind));
        emitter.Emit(new MappingEnd());
        emitter.Emit(new DocumentEnd(true));
        emitter.Emit(new StreamEnd());
    }

    private static void EmitNode(Emitter emitter, DocumentNode node, Shape shape)
    {
        switch (shape, node)
        {
            case (ObjectShape expected, DocumentMap map):
                EmitObject(emitter, map, expected);
                break;
            case (ObjectShape { Shorthand: { } member }, DocumentScalar):
                EmitNode(emitter, node, member.Shape);
                break;
            case (DictionaryShape expected, DocumentMap map):
                emitter.Emit(new MappingStart());
                foreach (var (key, value) in map.Members.OrderBy(m => m.Key.Text, StringComparer.Ordinal))
                {
                    EmitText(emitter, key.Text);
                    EmitNode(emitter, value, expected.Value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case (ListShape expected, DocumentList list):
                // Lists of words, such as a hundred territory codes, stay on a few lines.
                var style = expected.Element is ObjectShape or ListShape ? SequenceStyle.Block : SequenceStyle.Flow;
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, style));
                foreach (var item in list.Items)
                    EmitNode(emitter, item, expected.Element);
                emitter.Emit(new SequenceEnd());
                break;
            case (TextShape, DocumentScalar scalar):
                EmitText(emitter, scalar.Text);
                break;
            case (_, DocumentScalar scalar):
                emitter.Emit(new Scalar(scalar.Text));
                break;
        }
    }

    private static void EmitObject(Emitter emitter, DocumentMap map, ObjectShape shape)
    {
        var members = shape.Members
            .Select(member => (Member: member, Value: map.Find(member.Name)))
            .Where(m => m.Value is not null && !IsDefault(m.Value, m.Member)).ToList();
        var style = members.Count == 0 ? MappingStyle.Flow : MappingStyle.Block;
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, style));
        foreach (var (member, value) in members)
        {
            EmitText(emitter, member.Name);
            EmitNode(emitter, value!, member.Shape);
        }

        emitter.Emit(new MappingEnd());
    }

    private static bool IsDefault(DocumentNode value, ShapeMember member) =>
        member.Default is { } written && value is DocumentScalar scalar && written.Trim('"') == scalar.Text;

    // Text that another YAML reader would take for a boolean, a number, a date or nothing is quoted, NO first of all.
    private static void EmitText(Emitter emitter, string text) => emitter.Emit(new Scalar(
        AnchorName.Empty,
        TagName.Empty,
        text,
        Ambiguous.IsMatch(text) ? ScalarStyle.DoubleQuoted : ScalarStyle.Any,
        true,
        true));

    [GeneratedRegex(@"^(?:|~|null|true|false|yes|no|on|off|y|n|[-+.]?[0-9].*|[-+]?\.(?:inf|nan)|<<|=)$",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Ambiguous { get; }
}
