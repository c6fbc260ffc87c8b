using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Catalog;

/// <summary>The catalog entries that are there, by name. An entry may be read when it is first asked for.</summary>
public sealed class CatalogSet
{
    private readonly FrozenDictionary<string, Lazy<CatalogProvider>> byName;
    private readonly Lazy<byte[]> fingerprint;

    /// <summary>A catalog of entries that were read.</summary>
    public CatalogSet(IEnumerable<CatalogProvider> providers)
    {
        byName = providers.ToFrozenDictionary(
            p => p.Name, p => new Lazy<CatalogProvider>(p), StringComparer.Ordinal);
        fingerprint = new Lazy<byte[]>(() => FingerprintOf(Providers));
    }

    /// <summary>A catalog of entries some of which are still to be read.</summary>
    /// <param name="entries">The entries by name; their factories must not fail.</param>
    /// <param name="fingerprint">A hash over all that the entries are read from.</param>
    public CatalogSet(IEnumerable<KeyValuePair<string, Lazy<CatalogProvider>>> entries, byte[] fingerprint)
    {
        byName = entries.ToFrozenDictionary(StringComparer.Ordinal);
        this.fingerprint = new Lazy<byte[]>(fingerprint);
    }

    /// <summary>A catalog that knows nothing.</summary>
    public static CatalogSet Empty { get; } = new([]);

    /// <summary>The names of all entries; none is read for them.</summary>
    public IReadOnlyCollection<string> Names => byName.Keys;

    /// <summary>Every entry. All that were not yet are read for it: better ask for one by its name.</summary>
    public IReadOnlyCollection<CatalogProvider> Providers => [.. byName.Values.Select(entry => entry.Value)];

    /// <summary>The same for catalogs that say the same, as far as it is known without reading entries.</summary>
    public ReadOnlyMemory<byte> Fingerprint => fingerprint.Value;

    public CatalogProvider? Find(string? name) => name is null ? null : byName.GetValueOrDefault(name)?.Value;

    private static byte[] FingerprintOf(IEnumerable<CatalogProvider> providers)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var provider in providers.OrderBy(p => p.Name, StringComparer.Ordinal))
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(provider, ConfigJsonContext.Default.CatalogProvider));
        return hash.GetHashAndReset();
    }
}
