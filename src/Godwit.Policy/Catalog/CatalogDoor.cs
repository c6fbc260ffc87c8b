using System.ComponentModel;

namespace Godwit.Policy.Catalog;

/// <summary>
/// A further wire format that the provider speaks. A client of that dialect is spliced to it; the provider's main
/// dialect serves everybody else.
/// </summary>
public sealed record CatalogDoor : CatalogFact
{
    public required Dialect Dialect { get; init; }

    [Description("Base URL by the region's name, where it differs from the region's own; a region that is absent here "
        + "uses its own base URL.")]
    public IReadOnlyDictionary<string, string>? BaseUrls { get; init; }

    [Description("Path of each operation after the base URL; {model} stands for the provider's model name.")]
    public required IReadOnlyDictionary<Operation, string> Operations { get; init; }

    [Description("Path of each operation when the answer is to be streamed, where it differs.")]
    public IReadOnlyDictionary<Operation, string>? StreamOperations { get; init; }

    [Description("True for the door that clients of other dialects are translated to, instead of the main one.")]
    public bool ForTranslation { get; init; }

    [Description("How the credential is sent at this door, where it differs.")]
    public CatalogAuth? Auth { get; init; }

    [Description("Models that can be used here; absent: all of the provider's.")]
    public IReadOnlyList<string>? Models { get; init; }
}
