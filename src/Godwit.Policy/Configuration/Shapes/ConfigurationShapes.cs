using System.Text.Json;

namespace Godwit.Policy.Configuration.Shapes;

/// <summary>The shape of each kind of resource, and of a catalog entry, as <c>shapes.json</c> has them.</summary>
public static class ConfigurationShapes
{
    private const string Resource = "Godwit.Policy.shapes.json";

    private static readonly Dictionary<string, ObjectShape> ByName = Read();

    private static readonly ObjectShape[] ByKind =
        [.. Enum.GetNames<ResourceKind>().Select(name => ByName[name])];

    /// <summary>The shape of a catalog entry.</summary>
    public static ObjectShape CatalogEntry { get; } = ByName[DerivedShapes.CatalogEntry];

    /// <summary>The shape of a kind's spec.</summary>
    public static ObjectShape Of(ResourceKind kind) => ByKind[(int)kind];

    /// <summary>All of them, written as <c>shapes.json</c> is.</summary>
    public static string Write() => DerivedShapes.Write(Of, CatalogEntry);

    private static Dictionary<string, ObjectShape> Read()
    {
        using var stream = typeof(ConfigurationShapes).Assembly.GetManifestResourceStream(Resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var shapes = new Dictionary<string, ObjectShape>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            shapes[name] = (ObjectShape)ShapeText.Read(ref reader);
        }

        return shapes;
    }
}
