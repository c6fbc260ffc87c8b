namespace Godwit.Policy.Calendars;

/// <summary>
/// Days, weeks, months or years of a time zone. They tile time: each instant lies in one period, and a period ends
/// where the next one begins, whatever the zone's clocks do.
/// </summary>
/// <remarks>
/// A period begins at the first instant at which the zone's clocks show its first midnight or a later time. So where
/// midnight comes twice it is the first one; where it is skipped it is the instant of the skip; and clocks that are put
/// back over midnight show the day before once more, within the new period. A day that a zone left out has no period.
/// </remarks>
public sealed class CalendarPeriod
{
    // Instants are ticks of DateTime: the last period is cut off at its end.
    private static readonly long End = DateTime.MaxValue.Ticks;

    // No clock of .NET is further ahead of UTC: this long before a midnight none shows it.
    private static readonly TimeSpan MostAhead = TimeSpan.FromHours(14);

    private readonly CalendarUnit unit;
    private readonly TimeZoneInfo zone;

    // Requests ask for the present period, and those that began before it for the one before. A race finds one twice.
    private Span? last;
    private Span? other;

    /// <summary>Periods of a zone that <see cref="IsZone"/>.</summary>
    public CalendarPeriod(CalendarUnit unit, string timeZone)
    {
        this.unit = unit;
        zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
    }

    /// <summary>True for the name of a time zone that this machine knows.</summary>
    public static bool IsZone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);

    /// <summary>The period an instant lies in.</summary>
    /// <param name="utcTicks">The instant.</param>
    /// <returns>Its first instant, and the first of the next one, in UTC ticks.</returns>
    public (long From, long Until) Of(long utcTicks)
    {
        var at = Math.Clamp(utcTicks, 0, End - 1);
        var known = last;
        if (known?.Holds(at) == true)
            return (known.From, known.Until);
        if (other is { } kept && kept.Holds(at))
            return (kept.From, kept.Until);
        var found = Find(at);
        (other, last) = (known, found);
        return (found.From, found.Until);
    }

    private Span Find(long at)
    {
        var number = NumberOf(at + OffsetAt(at));
        var from = BeginningOf(number);
        while (at < from)
            from = BeginningOf(--number);
        var until = BeginningOf(number + 1);
        while (at >= until)
            (from, until) = (until, BeginningOf(++number + 1));
        return new Span(from, until);
    }

    // The first instant at which clocks show the period's first midnight, or a later time.
    private long BeginningOf(long number)
    {
        var midnight = MidnightOf(number);
        if (midnight == 0 || midnight >= End)
            return Math.Min(midnight, End);
        var from = Math.Max(0, midnight - MostAhead.Ticks);
        while (true)
        {
            var offset = OffsetAt(from);
            var shown = Math.Clamp(midnight - offset, from, End);
            if (OffsetAt(shown) == offset)
                return shown;
            from = FirstWithout(offset, from, shown);
        }
    }

    // Clocks are not changed twice within the hours that are searched.
    private long FirstWithout(long offset, long with, long without)
    {
        while (without - with > 1)
        {
            var middle = with + ((without - with) / 2);
            if (OffsetAt(middle) == offset)
                with = middle;
            else
                without = middle;
        }

        return without;
    }

    private long OffsetAt(long utcTicks) => zone.GetUtcOffset(new DateTime(utcTicks, DateTimeKind.Utc)).Ticks;

    // Periods are numbered from that of the first of January of the year 1, a Monday.
    private long NumberOf(long localTicks)
    {
        var local = new DateTime(Math.Clamp(localTicks, 0, End));
        return unit switch
        {
            CalendarUnit.Day => local.Ticks / TimeSpan.TicksPerDay,
            CalendarUnit.Week => local.Ticks / TimeSpan.TicksPerDay / 7,
            CalendarUnit.Month => ((local.Year - 1) * 12) + local.Month - 1,
            _ => local.Year - 1,
        };
    }

    private long MidnightOf(long number) => unit switch
    {
        CalendarUnit.Day => number * TimeSpan.TicksPerDay,
        CalendarUnit.Week => number * 7 * TimeSpan.TicksPerDay,
        CalendarUnit.Month => FirstOf(number / 12, number % 12),
        _ => FirstOf(number, 0),
    };

    private static long FirstOf(long year, long month) =>
        year >= DateTime.MaxValue.Year ? End : new DateTime((int)year + 1, (int)month + 1, 1).Ticks;

    private sealed record Span(long From, long Until)
    {
        public bool Holds(long at) => at >= From && at < Until;
    }
}
