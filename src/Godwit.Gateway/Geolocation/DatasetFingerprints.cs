using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Geolocation;

/// <summary>
/// Names the data of each generation by what they are made of. The text is made once for a generation, so that a record
/// costs a look-up.
/// </summary>
internal sealed class DatasetFingerprints
{
    // Requests under way may still name the generations before the last; none lives as long as this many loads.
    private const int Most = 64;

    // 64 bits: an installation sees a few sets of data a day.
    private const int Size = 8;

    private ImmutableDictionary<int, AddressDataset> byGeneration = ImmutableDictionary<int, AddressDataset>.Empty;

    /// <summary>One for each fingerprint.</summary>
    public IReadOnlyList<AddressDataset> All =>
        [.. Volatile.Read(ref byGeneration).Values.DistinctBy(dataset => dataset.Fingerprint)];

    /// <summary>Adds a generation; one caller at a time.</summary>
    public void Add(int generation, IReadOnlyList<AddressSource> sources)
    {
        AddressSource[] answering = [.. sources.Where(source => source.Feed?.Loaded != false)];
        var text = string.Join('\n', answering.Select(s => $"{s.Name} {s.Sha256} {s.BuildEpoch.UtcTicks}"));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        var dataset = new AddressDataset(Convert.ToHexStringLower(hash[..Size]), answering);
        Volatile.Write(
            ref byGeneration, byGeneration.Remove(generation - Most).SetItem(generation, dataset));
    }

    /// <summary>The fingerprint; null for a generation that is not known.</summary>
    public string? Of(int generation) =>
        Volatile.Read(ref byGeneration).TryGetValue(generation, out var dataset) ? dataset.Fingerprint : null;
}
