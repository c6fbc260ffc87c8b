namespace Godwit.Policy.Configuration;

/// <summary>A resource as it was written: its kind and name are known, its spec is still a document.</summary>
/// <param name="Kind">What kind of resource it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Version in the store; 0 when it was never stored.</param>
/// <param name="Spec">The spec, with positions.</param>
public sealed record ResourceDocument(ResourceKind Kind, string Name, long Version, DocumentNode Spec)
{
    /// <summary>Where the resource itself begins, for errors that are not about its spec.</summary>
    public DocumentNode Origin { get; init; } = Spec;

    /// <summary>Kind and name as errors and people write them, e.g. <c>Route/gpt-4o</c>.</summary>
    public string Id => $"{Kind}/{Name}";
}
