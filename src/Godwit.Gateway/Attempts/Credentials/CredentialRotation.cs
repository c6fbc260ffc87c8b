using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using Godwit.Gateway.State;
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
    private readonly ConditionalWeakTable<ProviderRules, CredentialRing> rings = [];
    private readonly SnapshotHolder snapshots;
    private readonly byte[] labelKey;

    public CredentialRotation(SnapshotHolder snapshots, GatewayOptions options)
    {
        this.snapshots = snapshots;
        labelKey = StateKey.Derive(options, "godwit account labels"u8);
        snapshots.Published += Trim;
    }

    /// <summary>Index of the credential to use: one that does not rest and was not tried.</summary>
    /// <param name="provider">Whose.</param>
    /// <param name="tried">A bit for each that this request tried.</param>
    /// <param name="now">The time.</param>
    /// <param name="pick">Which may be taken and is preferred; without one, the next in turn.</param>
    /// <returns>
    /// When all rest, the one that failed longest ago, unless only one account will do. Null when this request has
    /// tried every one that does not rest.
    /// </returns>
    public int? Next(ProviderRules provider, ulong tried, DateTimeOffset now, CredentialPick pick = default)
    {
        var count = provider.Credentials.Length;
        var shut = tried | pick.Except;
        if (count == 1)
            return (shut & 1) == 0 ? 0 : null;
        var ring = RingOf(provider);
        if (pick.Conversation != 0)
            return ring.Closest(pick.Conversation, shut, now) ?? Last(ring, tried, pick);
        // The turn is the requests': one that comes again after a failure takes nobody else's.
        var start = pick.InOrder ? 0 : tried == 0 ? ring.Turn() : BitOperations.TrailingZeroCount(~tried);
        return ring.Next(start, shut, now) ?? Last(ring, tried, pick);
    }

    public CredentialState StateOf(ProviderRules provider, ProviderCredential credential) =>
        RingOf(provider).StateOf(provider.Credentials.IndexOf(credential));

    /// <summary>What is known of the credentials of a provider.</summary>
    public CredentialRing RingOf(ProviderRules provider) => rings.TryGetValue(provider, out var ring)
        ? ring
        : rings.GetValue(provider, rules => new CredentialRing(
            rules,
            [.. rules.Credentials.Select(c => states.GetOrAdd((rules.Name, c.Identity), _ => new CredentialState()))],
            labelKey));

    public void Dispose() => snapshots.Published -= Trim;

    private static int? Last(CredentialRing ring, ulong tried, in CredentialPick pick) =>
        tried == 0 && !pick.OneAccount ? ring.FailedLongestAgo(pick.Except) : null;

    /// <summary>Forgets credentials that a new snapshot no longer has.</summary>
    private void Trim(GatewaySnapshot snapshot)
    {
        var wanted = snapshot.Providers
            .SelectMany(provider => provider.Credentials.Select(c => (provider.Name, c.Identity))).ToHashSet();
        foreach (var key in states.Keys.Where(key => !wanted.Contains(key)))
            states.TryRemove(key, out _);
    }
}
