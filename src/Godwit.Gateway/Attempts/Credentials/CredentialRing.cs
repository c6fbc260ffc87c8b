using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Godwit.Policy.Snapshot;

namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>A provider's credentials in one snapshot: whose turn it is, and which account each belongs to.</summary>
internal sealed class CredentialRing
{
    private readonly CredentialState[] states;
    private readonly string[] accounts;
    private readonly ulong[] seeds;
    private int turn = -1;

    /// <param name="provider">The provider.</param>
    /// <param name="states">What is known of each credential.</param>
    /// <param name="labelKey">Key of the hash by which accounts that nobody named are told apart.</param>
    public CredentialRing(ProviderRules provider, CredentialState[] states, byte[] labelKey)
    {
        this.states = states;
        accounts = [.. provider.Credentials.Select(c =>
            provider.OneAccount ? "" : c.Account ?? Label(c.Identity, labelKey))];
        seeds = [.. provider.Credentials.Select(c =>
            ulong.Parse(c.Identity.AsSpan(0, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
    }

    public CredentialState StateOf(int index) => states[index];

    /// <summary>The account that a credential belongs to; empty where the provider has only one.</summary>
    public string AccountOf(int index) => accounts[index];

    /// <summary>True when one of the credentials belongs to the account.</summary>
    public bool Has(string account) => Array.IndexOf(accounts, account) >= 0;

    /// <summary>A bit for each credential of other accounts than this one.</summary>
    public ulong Others(string account)
    {
        var others = 0UL;
        for (var i = 0; i < accounts.Length; i++)
            others |= accounts[i] == account ? 0 : 1UL << i;
        return others;
    }

    /// <summary>The next one in turn that does not rest.</summary>
    public int? Next(int start, ulong shut, DateTimeOffset now)
    {
        for (var i = 0; i < states.Length; i++)
        {
            var index = (start + i) % states.Length;
            if ((shut & (1UL << index)) == 0 && !states[index].RestsAt(now))
                return index;
        }

        return null;
    }

    public int Turn() => (int)((uint)Interlocked.Increment(ref turn) % (uint)states.Length);

    /// <summary>
    /// The one that a conversation keeps to, of those that do not rest: by rendezvous, so that one that comes, goes or
    /// rests moves no conversation but its own.
    /// </summary>
    public int? Closest(uint conversation, ulong shut, DateTimeOffset now)
    {
        var (closest, best) = ((int?)null, 0UL);
        for (var i = 0; i < states.Length; i++)
        {
            if ((shut & (1UL << i)) != 0 || states[i].RestsAt(now))
                continue;
            var score = Mix(seeds[i] ^ (conversation * 0x9E3779B97F4A7C15UL));
            if (closest is null || score > best)
                (closest, best) = (i, score);
        }

        return closest;
    }

    /// <summary>The one that failed longest ago, of those that may be taken; null when none may.</summary>
    public int? FailedLongestAgo(ulong shut)
    {
        int? oldest = null;
        for (var i = 0; i < states.Length; i++)
        {
            if ((shut & (1UL << i)) == 0 && (oldest is null || FailedAt(i) < FailedAt(oldest.Value)))
                oldest = i;
        }

        return oldest;
    }

    /// <summary>When the first of those that may be taken has rested.</summary>
    public DateTimeOffset? RestedAt(ulong shut)
    {
        DateTimeOffset? first = null;
        for (var i = 0; i < states.Length; i++)
        {
            if ((shut & (1UL << i)) == 0 && states[i].Rest is { } rest && !(first <= rest.Until))
                first = rest.Until;
        }

        return first;
    }

    private DateTimeOffset FailedAt(int index) => states[index].Rest?.FailedAt ?? default;

    // The finalizer of splitmix64: neighbouring numbers get scores that have nothing to do with each other.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    // Keyed: it lies in the index of what projects have, where no hash of a credential belongs.
    private static string Label(string identity, byte[] key) =>
        "#" + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(identity)).AsSpan(0, 6));
}
