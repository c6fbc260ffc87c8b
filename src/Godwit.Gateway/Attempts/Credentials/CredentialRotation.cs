using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Godwit.Policy.Contracts;
using Godwit.Policy.Snapshot;

namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>
/// Lets requests take the credentials of a provider in turn, and those that fail rest. What is known of one is kept
/// over snapshots as long as it stays the same, under its hash.
/// </summary>
internal sealed class CredentialRotation : IDisposable
{
    private readonly ConcurrentDictionary<(string Provider, string Identity), CredentialState> states = new();
    private readonly ConditionalWeakTable<ProviderRules, Ring> rings = [];
    private readonly SnapshotHolder snapshots;

    public CredentialRotation(SnapshotHolder snapshots)
    {
        this.snapshots = snapshots;
        snapshots.Published += Trim;
    }

    /// <summary>Index of the credential to use: the next one that does not rest and was not tried.</summary>
    /// <returns>
    /// When all rest, the one that failed longest ago. Null when this request has tried every one that does not rest.
    /// </returns>
    public int? Next(ProviderRules provider, ulong tried, DateTimeOffset now)
    {
        var count = provider.Credentials.Length;
        if (count == 1)
            return tried == 0 ? 0 : null;
        var ring = RingOf(provider);
        // The turn is the requests': one that comes again after a failure takes nobody else's.
        var start = tried == 0 ? ring.Turn(count) : System.Numerics.BitOperations.TrailingZeroCount(~tried);
        for (var i = 0; i < count; i++)
        {
            var index = (start + i) % count;
            if ((tried & (1UL << index)) == 0 && !ring.States[index].RestsAt(now))
                return index;
        }

        return tried == 0 ? ring.FailedLongestAgo() : null;
    }

    public CredentialState StateOf(ProviderRules provider, ProviderCredential credential)
    {
        var ring = RingOf(provider);
        return ring.States[provider.Credentials.IndexOf(credential)];
    }

    public void Dispose() => snapshots.Published -= Trim;

    private Ring RingOf(ProviderRules provider) => rings.TryGetValue(provider, out var ring)
        ? ring
        : rings.GetValue(provider, rules => new Ring(
            [.. rules.Credentials.Select(c => states.GetOrAdd((rules.Name, c.Identity), _ => new CredentialState()))]));

    /// <summary>Forgets credentials that a new snapshot no longer has.</summary>
    private void Trim(GatewaySnapshot snapshot)
    {
        var wanted = snapshot.Providers
            .SelectMany(provider => provider.Credentials.Select(c => (provider.Name, c.Identity))).ToHashSet();
        foreach (var key in states.Keys.Where(key => !wanted.Contains(key)))
            states.TryRemove(key, out _);
    }

    /// <summary>The credentials of a provider in one snapshot.</summary>
    private sealed class Ring(CredentialState[] states)
    {
        private int turn = -1;

        public CredentialState[] States { get; } = states;

        public int Turn(int count) => (int)((uint)Interlocked.Increment(ref turn) % (uint)count);

        public int FailedLongestAgo()
        {
            var oldest = 0;
            for (var i = 1; i < States.Length; i++)
            {
                if ((States[i].Rest?.FailedAt ?? default) < (States[oldest].Rest?.FailedAt ?? default))
                    oldest = i;
            }

            return oldest;
        }
    }
}
