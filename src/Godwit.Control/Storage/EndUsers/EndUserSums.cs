namespace Godwit.Control.Storage.EndUsers;

/// <summary>
/// Adds up what a batch of records was charged for end users. Only records that were not stored before may be added.
/// </summary>
internal sealed class EndUserSums
{
    /// <summary>The columns, in the order the stores write them.</summary>
    public const string Columns = "period, budget, end_user, used";

    /// <summary>What an insert does when the count is there already; a count beyond all sense stays.</summary>
    public const string AddToExisting =
        """
        on conflict (period, budget, end_user) do update set
          used = case when end_user_counts.used >= 1000000000000000000 then end_user_counts.used
            else end_user_counts.used + excluded.used end
        """;

    // The greatest amount of a limit: one more can be added without overflow.
    private const long Most = 1_000_000_000_000_000_000;

    private readonly Dictionary<(string Budget, long Period, string EndUser), long> sums = [];

    /// <summary>
    /// The sums, always in the same order, so that writers who meet wait for one another and never in a ring.
    /// </summary>
    public IEnumerable<EndUserCharge> InOrder => sums
        .OrderBy(sum => sum.Key.Period).ThenBy(sum => sum.Key.Budget, StringComparer.Ordinal)
        .ThenBy(sum => sum.Key.EndUser, StringComparer.Ordinal)
        .Select(sum => new EndUserCharge(sum.Key.Budget, sum.Key.Period, sum.Key.EndUser, sum.Value));

    /// <summary>No request was charged for an end user.</summary>
    public bool IsEmpty => sums.Count == 0;

    public void Add(in EndUserCharge charge)
    {
        if (charge.Spent <= 0)
            return;
        var key = (charge.Budget, charge.Period, charge.EndUser);
        sums[key] = Math.Min(Most, sums.GetValueOrDefault(key) + Math.Min(Most, charge.Spent));
    }
}
