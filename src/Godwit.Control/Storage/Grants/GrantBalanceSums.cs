namespace Godwit.Control.Storage.Grants;

/// <summary>What rows that were added to the ledger change in the balances.</summary>
internal sealed class GrantBalanceSums
{
    private readonly Dictionary<(string Grant, long Period, GrantAccount Account), long> sums = [];

    /// <summary>
    /// The changes in the order of all who write balances, so that they wait for one another and never in a ring.
    /// </summary>
    public IEnumerable<(string Grant, long Period, string Account, long Amount)> InOrder => sums
        .Select(sum => (
            sum.Key.Grant, sum.Key.Period, Account: GrantTransaction.NameOf(sum.Key.Account), Amount: sum.Value))
        .OrderBy(sum => sum.Grant, StringComparer.Ordinal).ThenBy(sum => sum.Period)
        .ThenBy(sum => sum.Account, StringComparer.Ordinal);

    /// <summary>Adds a row that the ledger did not have.</summary>
    public void Add(GrantTransaction row)
    {
        Add(row, row.Debit, -row.Amount);
        Add(row, row.Credit, row.Amount);
    }

    private void Add(GrantTransaction row, GrantAccount account, long amount)
    {
        var key = (row.Grant, row.Period, account);
        sums[key] = sums.GetValueOrDefault(key) + amount;
    }
}
