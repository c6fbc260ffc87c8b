using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Configuration;
using Godwit.Policy.Pricing;

namespace Godwit.Control.Budgets;

/// <summary>
/// Adds up what budgets came to, from the hourly sums of all nodes' records: with costs as they were corrected, and
/// money by the rate of its time. Made for one look at all budgets: what two of them need is read once.
/// </summary>
internal sealed class BudgetSpending(ITrafficReader traffic, BudgetSet set, DateTimeOffset now)
{
    private readonly Dictionary<(DateTimeOffset From, DateTimeOffset Until), IReadOnlyList<TrafficRow>> read = [];

    /// <summary>
    /// The counts of a budget in its present period, in order of name. Where all share one it is there.
    /// </summary>
    public async Task<IReadOnlyList<BudgetCount>> CountAsync(BudgetConfig budget, CancellationToken cancellation)
    {
        var counts = new SortedDictionary<string, BudgetCount>(StringComparer.Ordinal);
        if (IsShared(budget.Per))
            counts.Add("", new BudgetCount());
        foreach (var (from, until) in Spans(budget))
        {
            foreach (var row in await RowsAsync(from, until, cancellation))
            {
                if (row.Provider is not null && IsFor(budget.Scope, row) && NameOf(budget.Per, row) is { } name)
                    Add(Of(counts, name, budget.Per), budget, row, from);
            }
        }

        return [.. counts.Values];
    }

    private static BudgetCount Of(SortedDictionary<string, BudgetCount> counts, string name, LimitPer per)
    {
        if (!counts.TryGetValue(name, out var count))
            counts.Add(name, count = new BudgetCount { Name = IsShared(per) ? null : name });
        return count;
    }

    /// <summary>The budget's period up to now, cut where rates begin to hold, if money is counted.</summary>
    private IEnumerable<(DateTimeOffset From, DateTimeOffset Until)> Spans(BudgetConfig budget)
    {
        var span = BudgetSpan.Of(budget, now);
        var from = span.From;
        foreach (var cut in budget.Unit == LimitUnit.Spend ? set.RateInstants : [])
        {
            if (cut <= from || cut > now)
                continue;
            yield return (from, cut);
            from = cut;
        }

        // Records of the minute may be dated a little ahead by another node's clock.
        yield return (from, span.Until);
    }

    private async Task<IReadOnlyList<TrafficRow>> RowsAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        if (!read.TryGetValue((from, until), out var rows))
            read.Add((from, until), rows = await traffic.TotalAsync(from, until, cancellation));
        return rows;
    }

    private void Add(BudgetCount count, BudgetConfig budget, TrafficRow row, DateTimeOffset from)
    {
        if (budget.Unit != LimitUnit.Spend)
        {
            count.Used += budget.Unit switch
            {
                LimitUnit.Requests => row.Requests,
                LimitUnit.InputTokens => row.InputTokens,
                LimitUnit.OutputTokens => row.OutputTokens,
                _ => row.InputTokens + row.OutputTokens,
            };
            return;
        }

        if (row.Currency is not { } currency || row.CostNano is not { } nano)
        {
            count.Unpriced += row.Requests;
            return;
        }

        var amount = NanoUnits.InUnits(nano);
        // A rate that begins with the period is in force; one that begins later was cut off.
        if (set.Exchange.Convert(amount, currency, budget.Currency!, from.UtcTicks) is { } worth)
            count.Used += worth;
        else
            count.NotConverted[currency] = count.NotConverted.GetValueOrDefault(currency) + amount;
    }

    private static bool IsFor(LimitScopeConfig? scope, TrafficRow row) => scope is null
        || (Names(scope.Organizations, row.Organization) && Names(scope.Projects, row.Project)
            && Names(scope.Keys, row.ApiKey) && Names(scope.Providers, row.Provider)
            && (scope.Models is not { } models
                || (row.RequestModel is { } asked && models.Any(model => NamePattern.Matches(model, asked)))));

    private static bool Names(IReadOnlyList<string>? names, string? name) =>
        names is null || (name is not null && names.Contains(name));

    // End users stand in no sum: there is the count of all together, and EndUserSpending.
    private static bool IsShared(LimitPer per) => per is LimitPer.All or LimitPer.EndUser;

    private static string? NameOf(LimitPer per, TrafficRow row) => per switch
    {
        LimitPer.Organization => row.Organization,
        LimitPer.Project => row.Project,
        LimitPer.Key => row.ApiKey,
        LimitPer.Model => row.RequestModel,
        LimitPer.Provider => row.Provider,
        _ => "",
    };
}
