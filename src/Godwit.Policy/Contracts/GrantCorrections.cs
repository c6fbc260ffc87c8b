using System.Collections.Frozen;

namespace Godwit.Policy.Contracts;

/// <summary>
/// What operators put right in the grants ledger: the control plane says it, the data plane's balances follow.
/// </summary>
public sealed class GrantCorrections
{
    private FrozenDictionary<(string Account, long Period), long> amounts =
        FrozenDictionary<(string Account, long Period), long>.Empty;

    /// <summary>What is to be added to what a period was given, in the grant's unit; below 0 for less.</summary>
    public long Of(string account, long period) => Volatile.Read(ref amounts).GetValueOrDefault((account, period));

    /// <summary>Replaces all corrections.</summary>
    public void Replace(IEnumerable<KeyValuePair<(string Account, long Period), long>> all) =>
        Volatile.Write(ref amounts, all.ToFrozenDictionary());
}
