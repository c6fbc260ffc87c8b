using Godwit.Policy.Configuration;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Godwit.Control.Resources.Reading;

/// <summary>
/// Reads YAML into nodes that keep their places, from the parser's events: an object model would guess types.
/// </summary>
internal sealed class YamlDocumentReader
{
    private readonly string file;
    private readonly Parser parser;
    private readonly Dictionary<AnchorName, (DocumentNode Node, int Size)> anchors = [];
    private int nodes;

    private YamlDocumentReader(string text, string file)
    {
        this.file = file;
        parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>The documents of a file up to its first syntax error, which is added to the errors.</summary>
    public static IReadOnlyList<DocumentNode> Read(string text, string file, List<ConfigurationError> errors)
    {
        var documents = new List<DocumentNode>();
        try
        {
            new YamlDocumentReader(text, file).ReadStream(documents);
        }
        catch (YamlException e)
        {
            errors.Add(
                new ConfigurationError(file, (int)e.Start.Line, (int)e.Start.Column, "", "", Sentence(e.Message)));
        }

        return documents;
    }

    private void ReadStream(List<DocumentNode> documents)
    {
        parser.Consume<StreamStart>();
        while (!parser.Accept<StreamEnd>(out _))
        {
            parser.Consume<DocumentStart>();
            anchors.Clear();
            var root = ReadNode(0);
            if (root is not DocumentNull)
                documents.Add(root);
            parser.Consume<DocumentEnd>();
        }
    }

    private DocumentNode ReadNode(int depth)
    {
        var next = parser.Current ?? throw new YamlException("the document ends too early");
        if (depth > ReadingLimits.Depth)
            throw new YamlException(next.Start, next.End, $"more than {ReadingLimits.Depth} levels inside each other");
        if (parser.TryConsume<AnchorAlias>(out var alias))
            return ReadAlias(alias);
        if (next is not NodeEvent start)
            throw new YamlException(next.Start, next.End, "a value is expected here");
        if (!start.Tag.IsEmpty)
            throw new YamlException(start.Start, start.End, $"tags such as {start.Tag} are not accepted");

        var before = nodes;
        Count(1, start);
        var node = start switch
        {
            MappingStart => ReadMap(depth),
            SequenceStart => ReadList(depth),
            _ => ReadScalar(parser.Consume<Scalar>()),
        };
        if (!start.Anchor.IsEmpty)
            anchors[start.Anchor] = (node, nodes - before);
        return node;
    }

    private DocumentMap ReadMap(int depth)
    {
        var start = parser.Consume<MappingStart>();
        var members = new List<DocumentMember>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
                throw new YamlException(parser.Current!.Start, parser.Current.End, "a key must be plain text");
            members.Add(new DocumentMember(ReadKey(key), ReadNode(depth + 1)));
        }

        return new DocumentMap(file, (int)start.Start.Line, (int)start.Start.Column, members);
    }

    private DocumentList ReadList(int depth)
    {
        var start = parser.Consume<SequenceStart>();
        var items = new List<DocumentNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(depth + 1));
        return new DocumentList(file, (int)start.Start.Line, (int)start.Start.Column, items);
    }

    private DocumentNode ReadScalar(Scalar scalar)
    {
        var (line, column) = ((int)scalar.Start.Line, (int)scalar.Start.Column);
        if (scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" })
            return new DocumentNull(file, line, column);
        var form = scalar.Style == ScalarStyle.Plain ? ScalarForm.Plain : ScalarForm.Text;
        return new DocumentScalar(file, line, column, scalar.Value, form);
    }

    private DocumentScalar ReadKey(Scalar key) =>
        new(file, (int)key.Start.Line, (int)key.Start.Column, key.Value, ScalarForm.Text);

    // An anchor counts only once its node is complete, so that a node can't hold itself.
    private DocumentNode ReadAlias(AnchorAlias alias)
    {
        if (!anchors.TryGetValue(alias.Value, out var anchored))
            throw new YamlException(alias.Start, alias.End, $"there is no anchor &{alias.Value} before this alias");
        Count(anchored.Size, alias);
        return anchored.Node;
    }

    private void Count(int more, ParsingEvent at)
    {
        nodes += more;
        if (nodes > ReadingLimits.Nodes)
            throw new YamlException(at.Start, at.End, $"more than {ReadingLimits.Nodes} values in one file");
    }

    private static string Sentence(string message) =>
        message.Length == 0 ? "is not YAML" : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
}
