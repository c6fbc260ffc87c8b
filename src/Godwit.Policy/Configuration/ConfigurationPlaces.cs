namespace Godwit.Policy.Configuration;

/// <summary>Finds where in the documents a resource was written, for errors about what it means.</summary>
internal sealed class ConfigurationPlaces(IReadOnlyList<ResourceDocument> documents, List<ConfigurationError> errors)
{
    private readonly Dictionary<(ResourceKind, string), ResourceDocument> byId =
        documents.DistinctBy(d => (d.Kind, d.Name)).ToDictionary(d => (d.Kind, d.Name));

    public ResourceErrors Of(ResourceKind kind, string name) =>
        new($"{kind}/{name}", name, byId.GetValueOrDefault((kind, name)), errors);
}

/// <summary>Adds errors about one resource, each at the place of its key.</summary>
internal sealed class ResourceErrors(
    string id, string name, ResourceDocument? document, List<ConfigurationError> errors)
{
    public string Name => name;

    /// <summary>Adds an error about a key of the spec, e.g. <c>targets[0].when</c>.</summary>
    public void Add(string key, string message, params IReadOnlyList<string> accepted) =>
        errors.Add(ConfigurationError.At(document?.Spec.Nearest(key), id, $"spec.{key}", message, accepted));

    /// <summary>Adds an error about the resource's name.</summary>
    public void AddName(string message, params IReadOnlyList<string> accepted)
    {
        var node = document?.Origin is { } origin ? origin.Nearest("name") : null;
        errors.Add(ConfigurationError.At(node, id, "name", message, accepted));
    }

    /// <summary>Adds an error for a reference to something that does not exist, with the nearest that does.</summary>
    public void AddMissing(string key, string what, string value, IEnumerable<string> existing)
    {
        var names = existing.Order(StringComparer.Ordinal).ToList();
        var hint = Nearest.Hint(value, names);
        // A long list helps nobody: the nearest name is named, and the rest left to 'godwit get'.
        Add(key, $"there is no {what} '{value}'{hint}", names.Count is > 0 and <= 20 ? names : []);
    }
}
