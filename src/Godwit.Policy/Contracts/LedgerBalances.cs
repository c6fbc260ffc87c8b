using System.Collections.Frozen;

namespace Godwit.Policy.Contracts;

/// <summary>What the ledger says of a period of a grant, in the grant's unit.</summary>
/// <param name="Given">What was given.</param>
/// <param name="Reserved">Set aside for requests whose end is not stored yet.</param>
/// <param name="Used">Used by requests that are stored.</param>
/// <param name="Expired">Left when the period ended.</param>
/// <param name="Corrected">Said not to be there by the provider or an operator; negative: there besides.</param>
public readonly record struct LedgerBalance(long Given, long Reserved, long Used, long Expired, long Corrected)
{
    /// <summary>What is left by the ledger; requests under way are not in it yet.</summary>
    public long Available => Given - Reserved - Used - Expired - Corrected;
}

/// <summary>A period of a grant in the ledger.</summary>
/// <param name="Account">The grant, as <c>grant/NAME</c>.</param>
/// <param name="Period">The period's name, as in <see cref="Charge.Period"/>.</param>
/// <param name="Balance">What the ledger says.</param>
public readonly record struct LedgerPeriod(string Account, long Period, LedgerBalance Balance);

/// <summary>
/// What the ledger of grants said a few seconds ago, of all nodes: told by the control plane, read by the data plane,
/// which knows of its own requests earlier.
/// </summary>
public sealed class LedgerBalances
{
    private FrozenDictionary<(string Account, long Period), LedgerBalance>? current;

    /// <summary>True once the ledger was read.</summary>
    public bool Known => Volatile.Read(ref current) is not null;

    /// <summary>Raised after the ledger was read again.</summary>
    public event Action? Changed;

    /// <summary>Takes what the ledger says now, in whole.</summary>
    public void Tell(IEnumerable<LedgerPeriod> periods)
    {
        Volatile.Write(ref current, periods.ToFrozenDictionary(p => (p.Account, p.Period), p => p.Balance));
        Changed?.Invoke();
    }

    /// <summary>What the ledger says of a period; null when it has nothing of it.</summary>
    public LedgerBalance? Of(string account, long period) =>
        Volatile.Read(ref current) is { } known && known.TryGetValue((account, period), out var balance)
            ? balance : null;
}
