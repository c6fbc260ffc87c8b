using Godwit.Policy.Configuration;

namespace Godwit.Control.Resources.Reading;

/// <summary>Reads resources from files, request bodies and the store.</summary>
public static class ResourceReader
{
    private static readonly string[] Keys = ["kind", "name", "spec"];

    private static readonly string[] Kinds = Enum.GetNames<ResourceKind>();

    /// <summary>Reads a file, or every .yaml, .yml and .json file of a folder in order of name.</summary>
    public static IReadOnlyList<ResourceDocument> ReadPath(string path, List<ConfigurationError> errors) =>
        [.. ConfigurationFiles.Find(path, errors).SelectMany(file => ReadFile(file, errors))];

    /// <summary>Reads the resources of a text; it is JSON when the file's name says so, and YAML otherwise.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">Name for error messages; empty for a request body.</param>
    /// <param name="errors">Where errors are added.</param>
    public static IReadOnlyList<ResourceDocument> ReadText(string text, string file, List<ConfigurationError> errors)
    {
        var documents = new List<ResourceDocument>();
        foreach (var node in ReadNodes(text, file, errors))
        {
            if (ReadDocument(node, errors) is { } document)
                documents.Add(document);
        }

        return documents;
    }

    /// <summary>Reads resources from a JSON request body: one, or an array of them.</summary>
    public static IReadOnlyList<ResourceDocument> ReadJson(string json, List<ConfigurationError> errors) =>
        [.. JsonDocumentReader.Read(json, "", errors).Select(node => ReadDocument(node, errors))
            .OfType<ResourceDocument>()];

    /// <summary>The resource a stored JSON spec belongs to; null, with errors, when it is not JSON.</summary>
    public static ResourceDocument? FromStore(
        ResourceKind kind, string name, long version, string specJson, List<ConfigurationError> errors) =>
        JsonDocumentReader.ReadValue(specJson, "", errors, places: false) is { } spec
            ? new ResourceDocument(kind, name, version, spec)
            : null;

    /// <summary>The nodes of a text's documents.</summary>
    internal static IReadOnlyList<DocumentNode> ReadNodes(string text, string file, List<ConfigurationError> errors) =>
        file.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? JsonDocumentReader.Read(text, file, errors)
            : YamlDocumentReader.Read(text, file, errors);

    private static IReadOnlyList<ResourceDocument> ReadFile(string file, List<ConfigurationError> errors) =>
        ConfigurationFiles.ReadText(file, errors) is { } text ? ReadText(text, file, errors) : [];

    private static ResourceDocument? ReadDocument(DocumentNode node, List<ConfigurationError> errors)
    {
        if (node is not DocumentMap map)
        {
            errors.Add(ConfigurationError.At(
                node, "", "", $"{node.Describe()} stands where a resource is expected",
                "a map with kind, name and spec"));
            return null;
        }

        var before = errors.Count;
        var kind = ReadKind(map, errors);
        var name = ReadName(map, kind, errors);
        CheckKeys(map, kind is null || name is null ? "" : $"{kind}/{name}", errors);
        if (kind is null || name is null || errors.Count > before)
            return null;
        var spec = map.Find("spec") switch
        {
            null or DocumentNull => new DocumentMap(map.File, map.Line, map.Column, []),
            var given => given,
        };
        return new ResourceDocument(kind.Value, name, 0, spec) { Origin = map };
    }

    private static ResourceKind? ReadKind(DocumentMap map, List<ConfigurationError> errors)
    {
        if (map.Find("kind") is not DocumentScalar scalar)
        {
            errors.Add(ConfigurationError.At(map.Find("kind") ?? map, "", "kind", "is missing", Kinds));
            return null;
        }

        if (Kinds.Contains(scalar.Text))
            return Enum.Parse<ResourceKind>(scalar.Text);
        var hint = Nearest.To(scalar.Text, Kinds) is { } nearest ? $"; did you mean '{nearest}'?" : "";
        errors.Add(ConfigurationError.At(scalar, "", "kind", $"there is no kind '{scalar.Text}'{hint}", Kinds));
        return null;
    }

    private static string? ReadName(DocumentMap map, ResourceKind? kind, List<ConfigurationError> errors)
    {
        if (map.Find("name") is DocumentScalar { Text.Length: > 0, Form: ScalarForm.Plain or ScalarForm.Text } scalar)
            return scalar.Text;
        errors.Add(ConfigurationError.At(
            map.Find("name") ?? map, kind?.ToString() ?? "", "name", "is missing or empty", Names.Accepted));
        return null;
    }

    private static void CheckKeys(DocumentMap map, string resource, List<ConfigurationError> errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, _) in map.Members)
        {
            var hint = Nearest.To(key.Text, Keys) is { } nearest ? $"; did you mean '{nearest}'?" : "";
            if (!Keys.Contains(key.Text))
                errors.Add(
                    ConfigurationError.At(key, resource, key.Text, $"there is no key '{key.Text}' here{hint}", Keys));
            else if (!seen.Add(key.Text))
                errors.Add(ConfigurationError.At(key, resource, key.Text, "is given twice"));
        }
    }
}
