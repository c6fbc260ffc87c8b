using Godwit.Policy.Calendars;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Budgets;

/// <summary>What was used of a budget in a period: one of its counts.</summary>
internal sealed record BudgetCount
{
    /// <summary>Name of what has the count; null where all that the budget is for shares one.</summary>
    public string? Name { get; init; }

    /// <summary>What was used: requests, tokens, or money in the budget's currency.</summary>
    public decimal Used { get; set; }

    /// <summary>Money that no rate converts, by currency.</summary>
    public SortedDictionary<string, decimal> NotConverted { get; } = new(StringComparer.Ordinal);

    /// <summary>Requests that were sent to providers and whose cost is not known.</summary>
    public long Unpriced { get; set; }

    /// <summary>What was used in percent of the amount.</summary>
    public decimal PercentOf(BudgetConfig budget) => Used * 100 / budget.Amount;
}

/// <summary>The calendar period of a budget that an instant lies in.</summary>
/// <param name="From">Its first instant.</param>
/// <param name="Until">The first of the next one.</param>
internal readonly record struct BudgetSpan(DateTimeOffset From, DateTimeOffset Until)
{
    public static BudgetSpan Of(BudgetConfig budget, DateTimeOffset at)
    {
        var (from, until) = new CalendarPeriod(budget.Period, budget.TimeZone).Of(at.UtcTicks);
        return new BudgetSpan(new DateTimeOffset(from, TimeSpan.Zero), new DateTimeOffset(until, TimeSpan.Zero));
    }
}
