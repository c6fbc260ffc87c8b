namespace Godwit.Control.Storage.Grants;

/// <summary>
/// Adds up what a batch of records was charged to grants, so that the ledger gets a few rows for hundreds of requests.
/// Only records that were not stored before may be added: what is stored once then counts once.
/// </summary>
internal sealed class GrantSums
{
    private readonly Dictionary<(string Grant, long Period, DateTimeOffset Hour), GrantSum> sums = [];

    /// <summary>
    /// Rows of the ledger, always in the same order, so that writers who meet wait for one another and never in a ring.
    /// </summary>
    public IEnumerable<GrantTransaction> InOrder => sums
        .OrderBy(sum => sum.Key.Grant, StringComparer.Ordinal).ThenBy(sum => sum.Key.Period)
        .ThenBy(sum => sum.Key.Hour).SelectMany(sum => sum.Value.Rows);

    /// <summary>Adds what a request was charged.</summary>
    public void Add(RequestRow row, in GrantCharge charge)
    {
        // By the hour, so that what is read by time, as the forecast is, stays true of batches that waited.
        var key = (charge.Grant, charge.Period, Instants.HourOf(row.StartedAt));
        if (!sums.TryGetValue(key, out var sum))
            sums.Add(key, sum = new GrantSum(charge.Grant, charge.Period));
        sum.Add(charge, row.Id, row.StartedAt);
    }
}
