using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Edge;

/// <summary>
/// Keeps the evidence of each pair of address and claim once it has been met: both are shared by many callers, so a
/// request behind an edge costs one look-up.
/// </summary>
internal sealed class EdgeEvidenceCache(string source)
{
    // Callers meet a few thousand pairs. Evidence of data that were replaced since goes when the cache is emptied.
    private const int Most = 1 << 13;

    private readonly ConcurrentDictionary<Pair, AddressEvidence> known = new();
    private int count;

    public AddressEvidence Combine(AddressEvidence address, EdgeClaim claim)
    {
        var pair = new Pair(address, claim.Index);
        if (known.TryGetValue(pair, out var evidence))
            return evidence;
        if (Interlocked.Increment(ref count) > Most)
        {
            known.Clear();
            Interlocked.Exchange(ref count, 1);
        }

        return known.GetOrAdd(pair, EdgeEvidence.Combine(address, claim, source));
    }

    // By the very instance: comparing what evidence holds would cost more than to combine it.
    private readonly struct Pair(AddressEvidence address, int claim) : IEquatable<Pair>
    {
        private readonly AddressEvidence address = address;
        private readonly int claim = claim;

        public bool Equals(Pair other) => claim == other.claim && ReferenceEquals(address, other.address);

        public override bool Equals(object? obj) => obj is Pair other && Equals(other);

        public override int GetHashCode() => (RuntimeHelpers.GetHashCode(address) * EdgeClaim.IndexCount) + claim;
    }
}
