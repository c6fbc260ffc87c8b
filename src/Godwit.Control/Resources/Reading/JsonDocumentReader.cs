using System.Text;
using System.Text.Json;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Resources.Reading;

/// <summary>Reads JSON into the same nodes as YAML, with their places.</summary>
internal sealed class JsonDocumentReader
{
    private readonly string file;
    private readonly byte[] bytes;
    private readonly bool places;
    private int line = 1;
    private long lineStart;
    private long counted;

    private JsonDocumentReader(byte[] bytes, string file, bool places)
    {
        this.bytes = bytes;
        this.places = places;
        this.file = file;
    }

    /// <summary>
    /// The one value of a JSON text, or the items of an array at its top; a syntax error is added to the errors.
    /// </summary>
    public static IReadOnlyList<DocumentNode> Read(string text, string file, List<ConfigurationError> errors) =>
        ReadValue(text, file, errors) switch
        {
            null => [],
            DocumentList list => list.Items,
            var node => [node],
        };

    /// <summary>The one value of a JSON text; null when it is not JSON.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">Name for error messages.</param>
    /// <param name="errors">Where errors are added.</param>
    /// <param name="places">False for text that nobody wrote, whose lines mean nothing to anybody.</param>
    public static DocumentNode? ReadValue(
        string text, string file, List<ConfigurationError> errors, bool places = true)
    {
        try
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var options = new JsonReaderOptions { MaxDepth = ReadingLimits.Depth };
            var reader = new Utf8JsonReader(bytes, options);
            reader.Read();
            var node = new JsonDocumentReader(bytes, file, places).ReadNode(ref reader);
            // Reads on to the end: whatever follows the value is an error.
            while (reader.Read())
                continue;
            return node;
        }
        catch (JsonException e)
        {
            var (line, column) = ((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            errors.Add(new ConfigurationError(file, line, column, "", "", "is not JSON: " + Reason(e.Message)));
            return null;
        }
    }

    private DocumentNode ReadNode(ref Utf8JsonReader reader)
    {
        var (at, column) = Place(ref reader);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<DocumentMember>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var (keyLine, keyColumn) = Place(ref reader);
                    var key = new DocumentScalar(file, keyLine, keyColumn, reader.GetString()!, ScalarForm.Text);
                    reader.Read();
                    members.Add(new DocumentMember(key, ReadNode(ref reader)));
                }

                return new DocumentMap(file, at, column, members);
            case JsonTokenType.StartArray:
                var items = new List<DocumentNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadNode(ref reader));
                return new DocumentList(file, at, column, items);
            case JsonTokenType.Null:
                return new DocumentNull(file, at, column);
            case JsonTokenType.String:
                return new DocumentScalar(file, at, column, reader.GetString()!, ScalarForm.Text);
            default:
                var form = reader.TokenType == JsonTokenType.Number ? ScalarForm.Number : ScalarForm.Boolean;
                return new DocumentScalar(file, at, column, Encoding.UTF8.GetString(reader.ValueSpan), form);
        }
    }

    // Tokens come in order, so that each byte is looked at once.
    private (int Line, int Column) Place(ref Utf8JsonReader reader)
    {
        if (!places)
            return (0, 0);
        for (; counted < reader.TokenStartIndex; counted++)
        {
            if (bytes[counted] == '\n')
                (line, lineStart) = (line + 1, counted + 1);
        }

        return (line, (int)(reader.TokenStartIndex - lineStart) + 1);
    }

    // The runtime's messages end with their own account of the place.
    private static string Reason(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }
}
