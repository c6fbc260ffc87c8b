using System.Collections.Frozen;

namespace Godwit.Policy.Catalog;

/// <summary>The catalog entries that were loaded, by name.</summary>
public sealed class CatalogSet(IEnumerable<CatalogProvider> providers)
{
    private readonly FrozenDictionary<string, CatalogProvider> byName =
        providers.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);

    /// <summary>A catalog that knows nothing.</summary>
    public static CatalogSet Empty { get; } = new([]);

    public IReadOnlyCollection<CatalogProvider> Providers => byName.Values;

    public CatalogProvider? Find(string? name) => name is null ? null : byName.GetValueOrDefault(name);
}
