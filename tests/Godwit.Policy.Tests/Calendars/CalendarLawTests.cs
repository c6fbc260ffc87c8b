using Godwit.Policy.Calendars;
using Xunit;

namespace Godwit.Policy.Tests.Calendars;

/// <summary>Periods tile time in every zone: an instant lies in its period, which ends where the next begins.</summary>
public class CalendarLawTests
{
    private const int Seed = 20261126;
    private const long Day = TimeSpan.TicksPerDay;

    private static readonly long Earliest = new DateTime(1890, 1, 1).Ticks;
    private static readonly long Latest = new DateTime(2080, 1, 1).Ticks;

    [Theory]
    [InlineData(CalendarUnit.Day)]
    [InlineData(CalendarUnit.Week)]
    [InlineData(CalendarUnit.Month)]
    [InlineData(CalendarUnit.Year)]
    public void Periods_of_every_zone_tile_time_at_any_instant(CalendarUnit unit)
    {
        var random = new Random(Seed);
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            var calendar = new CalendarPeriod(unit, zone.Id);
            for (var i = 0; i < 20; i++)
                AssertTiles(calendar, unit, zone, random.NextInt64(Earliest, Latest));
        }
    }

    [Theory]
    [InlineData(CalendarUnit.Day)]
    [InlineData(CalendarUnit.Month)]
    public void Periods_of_every_zone_tile_time_where_clocks_are_changed(CalendarUnit unit)
    {
        var random = new Random(Seed);
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            var calendar = new CalendarPeriod(unit, zone.Id);
            foreach (var change in Changes(zone))
            {
                AssertTiles(calendar, unit, zone, change);
                AssertTiles(calendar, unit, zone, change - 1);
                AssertTiles(calendar, unit, zone, change + random.NextInt64(-Day, Day));
            }
        }
    }

    [Theory]
    [InlineData(CalendarUnit.Day, 4000)]
    [InlineData(CalendarUnit.Week, 1000)]
    [InlineData(CalendarUnit.Month, 300)]
    [InlineData(CalendarUnit.Year, 60)]
    public void Each_period_is_followed_by_one_that_begins_later(CalendarUnit unit, int steps)
    {
        foreach (var zone in new[]
        {
            "UTC", "Asia/Shanghai", "America/Havana", "Australia/Lord_Howe", "Europe/Berlin", "America/Asuncion",
            "America/Sao_Paulo", "America/St_Johns", "Atlantic/Azores", "Asia/Beirut", "Pacific/Apia",
        })
        {
            var calendar = new CalendarPeriod(unit, zone);
            var (from, until) = calendar.Of(new DateTime(2005, 12, 15).Ticks);
            for (var step = 0; step < steps; step++)
            {
                Assert.Equal((from, until), calendar.Of(until - 1));
                var next = calendar.Of(until);
                Assert.Equal(until, next.From);
                Assert.True(next.Until > next.From);
                (from, until) = next;
            }
        }
    }

    private static void AssertTiles(CalendarPeriod calendar, CalendarUnit unit, TimeZoneInfo zone, long instant)
    {
        var (from, until) = calendar.Of(instant);
        // What is asked before leaves no trace.
        var fresh = new CalendarPeriod(unit, zone.Id);

        Assert.True(from <= instant && instant < until, $"{zone.Id}: {At(instant)} is not in its {unit}");
        Assert.True(
            (from, until) == fresh.Of(from) && (from, until) == fresh.Of(until - 1),
            $"{zone.Id}: the {unit} of {At(instant)} is not the one of its ends");
        Assert.True(
            until == fresh.Of(until).From && from == fresh.Of(from - 1).Until,
            $"{zone.Id}: the {unit} of {At(instant)} leaves a gap, or overlaps another");

        var first = FirstOf(unit, Shown(from, zone));
        Assert.True(
            Shown(from - 1, zone) < first,
            $"{zone.Id}: clocks show the {unit} of {At(instant)} before it begins");
        Assert.True(
            Shown(until - 1, zone) < FirstOf(unit, Shown(until, zone)),
            $"{zone.Id}: clocks show the {unit} after that of {At(instant)} before it begins");
    }

    // Clocks are looked at once a week, and between two that differ for the instant of the change.
    private static IEnumerable<long> Changes(TimeZoneInfo zone)
    {
        for (var at = new DateTime(1995, 1, 1).Ticks; at < new DateTime(2040, 1, 1).Ticks; at += 7 * Day)
        {
            var (low, high) = (at, at + (7 * Day));
            if (OffsetAt(low, zone) == OffsetAt(high, zone))
                continue;
            while (high - low > 1)
            {
                var middle = low + ((high - low) / 2);
                (low, high) = OffsetAt(middle, zone) == OffsetAt(at, zone) ? (middle, high) : (low, middle);
            }

            yield return high;
        }
    }

    private static DateTime FirstOf(CalendarUnit unit, DateTime shown) => unit switch
    {
        CalendarUnit.Day => shown.Date,
        CalendarUnit.Week => shown.Date.AddDays(-(((int)shown.DayOfWeek + 6) % 7)),
        CalendarUnit.Month => new DateTime(shown.Year, shown.Month, 1),
        _ => new DateTime(shown.Year, 1, 1),
    };

    private static TimeSpan OffsetAt(long utcTicks, TimeZoneInfo zone) =>
        zone.GetUtcOffset(new DateTime(utcTicks, DateTimeKind.Utc));

    private static DateTime Shown(long utcTicks, TimeZoneInfo zone) => new(utcTicks + OffsetAt(utcTicks, zone).Ticks);

    private static string At(long utcTicks) => new DateTime(utcTicks, DateTimeKind.Utc).ToString("O");
}
