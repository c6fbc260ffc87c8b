using Godwit.Control.Storage.Grants;
using Godwit.Policy.Grants;

namespace Godwit.Control.Grants;

/// <summary>
/// Says what the ledger lacks of what the configuration and the time demand: amounts that are given, and what was left
/// when a period ended. What it says, once entered, it says no more.
/// </summary>
internal sealed class GrantReconciliation(DateTimeOffset now, Func<string> newId)
{
    private readonly List<GrantTransaction> rows = [];

    /// <summary>The rows that are missing.</summary>
    /// <param name="grants">The grants in force.</param>
    /// <param name="balances">What the ledger has, of these and of grants that are no more.</param>
    public IReadOnlyList<GrantTransaction> Missing(
        IReadOnlyCollection<GrantRules> grants, IReadOnlyList<GrantBalance> balances)
    {
        rows.Clear();
        var left = balances.ToDictionary(balance => (balance.Grant, balance.Period));
        foreach (var grant in grants.OrderBy(grant => grant.Name, StringComparer.Ordinal))
        {
            if (!grant.IsLive(now.UtcTicks))
                continue;
            var period = grant.PeriodOf(now.UtcTicks).StartTicks;
            Give(grant, left.Remove((grant.Name, period), out var known) ? known : new(grant.Name, period));
        }

        var byName = grants.ToDictionary(grant => grant.Name);
        foreach (var balance in left.Values.OrderBy(b => b.Grant, StringComparer.Ordinal).ThenBy(b => b.Period))
            End(byName.GetValueOrDefault(balance.Grant), balance);
        return [.. rows];
    }

    // The amount may have been changed, and the end put off, since the last time.
    private void Give(GrantRules grant, GrantBalance balance)
    {
        if (grant.Amount > balance.Given)
            Move(balance, GrantEntryKind.Granted, GrantAccount.Provider, GrantAccount.Available,
                grant.Amount - balance.Given, balance.Given == 0 ? null : "the amount was raised");
        else if (grant.Amount < balance.Given)
            Move(balance, GrantEntryKind.Granted, GrantAccount.Available, GrantAccount.Provider,
                balance.Given - grant.Amount, "the amount was lowered");
        if (balance.Expired > 0)
            Move(balance, GrantEntryKind.Expired, GrantAccount.Expired, GrantAccount.Available, balance.Expired,
                "it has not ended");
    }

    private void End(GrantRules? grant, GrantBalance balance)
    {
        // Not begun: its beginning was put off.
        if (grant is not null && now.UtcTicks < grant.FromTicks)
            return;
        var available = balance.Available;
        // A record may come so late that no node saw the period it belongs to.
        if (grant is not null && balance is { Given: 0, IsTouched: true } && IsPeriodOf(grant, balance.Period))
        {
            Move(balance, GrantEntryKind.Granted, GrantAccount.Provider, GrantAccount.Available, grant.Amount, null);
            available += grant.Amount;
        }

        var why = grant is null ? "there is no such Grant any more" : null;
        if (available > 0)
            Move(balance, GrantEntryKind.Expired, GrantAccount.Available, GrantAccount.Expired, available, why);
        else if (available < 0 && balance.Expired > 0)
            Move(balance, GrantEntryKind.Expired, GrantAccount.Expired, GrantAccount.Available,
                Math.Min(-available, balance.Expired), "it was used before its end");
    }

    private static bool IsPeriodOf(GrantRules grant, long period) => grant.PeriodOf(period).StartTicks == period;

    private void Move(
        GrantBalance of, GrantEntryKind kind, GrantAccount debit, GrantAccount credit, long amount, string? note) =>
        rows.Add(new GrantTransaction(of.Grant, of.Period, newId(), kind, now, debit, credit, amount, note));
}
