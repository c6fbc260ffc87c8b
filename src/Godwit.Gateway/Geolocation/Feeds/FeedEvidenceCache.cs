using System.Collections.Concurrent;
using Godwit.Gateway.Geolocation.Chain;
using Godwit.Gateway.Geolocation.Tables;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>
/// Keeps the evidence of each pair of answers, the tables' and the feeds', once it has been met, so that a look-up
/// allocates nothing. Belongs to one generation of both.
/// </summary>
internal sealed class FeedEvidenceCache(FeedTables feeds, int tableNumbersV4, int tableNumbersV6)
{
    // Callers meet a few thousand pairs. Whoever can call from all over the world shall not fill the memory with them.
    private const int Most = 1 << 16;

    private readonly ConcurrentDictionary<ulong, AddressEvidence> known = new();

    // Most addresses are in no feed; for them the tables' number alone finds the evidence.
    private readonly AddressEvidence?[] unclaimedV4 = new AddressEvidence?[tableNumbersV4];
    private readonly AddressEvidence?[] unclaimedV6 = new AddressEvidence?[tableNumbersV6];
    private int count;

    /// <summary>The evidence for an address that was unwrapped.</summary>
    /// <param name="address">The address.</param>
    /// <param name="tableNumber">The number of the tables' answer.</param>
    /// <param name="tableEvidence">What that stands for.</param>
    /// <param name="isUncertain">Whether the address stood inside another one, where either may be elsewhere.</param>
    public AddressEvidence Evidence(
        NumericAddress address, ushort tableNumber, AddressEvidence tableEvidence, bool isUncertain)
    {
        var number = feeds.Find(address);
        if (number == 0 && !isUncertain)
        {
            ref var unclaimed = ref (address.IsV4 ? unclaimedV4 : unclaimedV6)[tableNumber];
            return unclaimed ??= FeedComposer.Compose(tableEvidence, [], feeds.Coverage);
        }

        var key = ((ulong)number << 18) | ((ulong)tableNumber << 2) | (address.IsV4 ? 2ul : 0)
            | (isUncertain ? 1ul : 0);
        if (known.TryGetValue(key, out var evidence))
            return evidence;
        evidence = FeedComposer.Compose(tableEvidence, feeds.Votes(address, number), feeds.Coverage);
        return Keep(key, isUncertain ? EvidenceComposer.Embedded(evidence) : evidence);
    }

    /// <summary>The evidence for an address with evidence of its own, which is not kept.</summary>
    public AddressEvidence Compose(NumericAddress address, AddressEvidence evidence) =>
        FeedComposer.Compose(evidence, feeds.Votes(address, feeds.Find(address)), feeds.Coverage);

    private AddressEvidence Keep(ulong key, AddressEvidence evidence)
    {
        if (Interlocked.Increment(ref count) > Most)
        {
            known.Clear();
            Interlocked.Exchange(ref count, 1);
        }

        return known.GetOrAdd(key, evidence);
    }
}
