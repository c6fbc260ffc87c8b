using Godwit.Policy.Configuration;

namespace Godwit.Policy.Limits;

/// <summary>Days, weeks, months or years of a time zone.</summary>
public sealed class CalendarPeriod
{
    private readonly BudgetPeriod period;
    private readonly TimeZoneInfo zone;

    // The period that was asked for last: it is the same one for a long time.
    private Span? last;

    /// <summary>Periods of a zone that <see cref="IsZone"/>.</summary>
    public CalendarPeriod(BudgetPeriod period, string timeZone)
    {
        this.period = period;
        zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
    }

    /// <summary>True for the name of a time zone that this machine knows.</summary>
    public static bool IsZone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);

    /// <summary>The period an instant lies in.</summary>
    /// <param name="utcTicks">The instant.</param>
    /// <returns>Its first instant, and the first of the next one, in UTC ticks.</returns>
    public (long From, long Until) Of(long utcTicks)
    {
        if (last is { } known && utcTicks >= known.From && utcTicks < known.Until)
            return (known.From, known.Until);
        var local = TimeZoneInfo.ConvertTimeFromUtc(new DateTime(utcTicks, DateTimeKind.Utc), zone);
        var first = period switch
        {
            BudgetPeriod.Day => local.Date,
            BudgetPeriod.Week => local.Date.AddDays(-(((int)local.DayOfWeek + 6) % 7)),
            BudgetPeriod.Month => new DateTime(local.Year, local.Month, 1),
            _ => new DateTime(local.Year, 1, 1),
        };
        var next = period switch
        {
            BudgetPeriod.Day => first.AddDays(1),
            BudgetPeriod.Week => first.AddDays(7),
            BudgetPeriod.Month => first.AddMonths(1),
            _ => first.AddYears(1),
        };
        last = new Span(Utc(first), Utc(next));
        return (last.From, last.Until);
    }

    // A midnight that a change of clocks skips is the first instant after it; one that comes twice is its first.
    private long Utc(DateTime local)
    {
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(local)
            ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return local.Ticks - offset.Ticks;
    }

    private sealed record Span(long From, long Until);
}
