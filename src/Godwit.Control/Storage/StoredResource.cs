using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Storage;

/// <summary>Who a resource belongs to, and so who may change it.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ManagedBy>))]
public enum ManagedBy
{
    /// <summary>The admin API: command line, console, programs.</summary>
    Api,

    /// <summary>A file given with <c>--config</c>; read-only elsewhere.</summary>
    File,

    /// <summary>Godwit itself, at its first start.</summary>
    System,

    /// <summary>An environment variable that holds a provider's credential; never stored.</summary>
    Environment,
}

/// <summary>A resource as it is stored.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name, unique within the kind.</param>
/// <param name="Version">Counts up with every change, also over deletion, from 1.</param>
/// <param name="Spec">The spec as JSON; secrets in it are encrypted.</param>
/// <param name="ManagedBy">Who may change it.</param>
/// <param name="UpdatedAt">Instant of the last change.</param>
/// <param name="UpdatedBy">Who made it.</param>
internal sealed record StoredResource(
    ResourceKind Kind, string Name, long Version, string Spec, ManagedBy ManagedBy, DateTimeOffset UpdatedAt,
    string UpdatedBy)
{
    public ResourceKey Key => new(Kind, Name);
}

/// <summary>What names a resource.</summary>
/// <remarks>
/// No struct: the framework's collections over one would be compiled at each start, and those over a class are compiled
/// ahead.
/// </remarks>
internal sealed record ResourceKey(ResourceKind Kind, string Name)
{
    public override string ToString() => $"{Kind}/{Name}";
}

/// <summary>Every stored resource at one revision.</summary>
internal sealed class ResourceSet(long revision, IEnumerable<StoredResource> resources)
{
    private readonly SortedDictionary<ResourceKey, StoredResource> byKey = new(
        resources.ToDictionary(r => r.Key), Comparer<ResourceKey>.Create(Compare));

    /// <summary>Counts up with every change of any resource; 0 when nothing was ever stored.</summary>
    public long Revision { get; } = revision;

    /// <summary>In order of kind and name.</summary>
    public IReadOnlyCollection<StoredResource> Resources => byKey.Values;

    public StoredResource? Find(ResourceKey key) => byKey.GetValueOrDefault(key);

    private static int Compare(ResourceKey a, ResourceKey b) =>
        a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind) : string.CompareOrdinal(a.Name, b.Name);
}
