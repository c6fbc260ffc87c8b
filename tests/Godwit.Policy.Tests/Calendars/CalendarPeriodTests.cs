using Godwit.Policy.Calendars;
using Xunit;

namespace Godwit.Policy.Tests.Calendars;

/// <summary>Periods follow the calendar of their time zone, changes of clocks included.</summary>
public class CalendarPeriodTests
{
    [Theory]
    [InlineData(CalendarUnit.Day, "UTC", "2026-11-25T23:59:59Z", "2026-11-25T00:00:00Z", "2026-11-26T00:00:00Z")]
    [InlineData(
        CalendarUnit.Day, "Asia/Shanghai", "2026-11-25T16:00:00Z", "2026-11-25T16:00:00Z", "2026-11-26T16:00:00Z")]
    [InlineData(
        CalendarUnit.Month, "Asia/Shanghai", "2026-11-30T15:59:59Z", "2026-10-31T16:00:00Z", "2026-11-30T16:00:00Z")]
    [InlineData(CalendarUnit.Week, "UTC", "2026-11-29T12:00:00Z", "2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z")]
    [InlineData(CalendarUnit.Year, "UTC", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData(
        CalendarUnit.Day, "Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")]
    [InlineData(
        CalendarUnit.Day, "Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    public void A_period_begins_and_ends_with_the_calendar(
        CalendarUnit unit, string zone, string at, string from, string until) =>
        AssertPeriod(unit, zone, at, from, until);

    [Theory]
    [InlineData("America/Havana", "2024-03-10T12:00:00Z", "2024-03-10T05:00:00Z", "2024-03-11T04:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z")]
    [InlineData("America/Asuncion", "2023-10-01T04:00:00Z", "2023-10-01T04:00:00Z", "2023-10-02T03:00:00Z")]
    [InlineData("Atlantic/Azores", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z")]
    [InlineData("Asia/Beirut", "2026-03-28T21:59:59Z", "2026-03-27T22:00:00Z", "2026-03-28T22:00:00Z")]
    public void A_day_whose_midnight_is_skipped_begins_with_the_skip(
        string zone, string at, string from, string until) => AssertPeriod(CalendarUnit.Day, zone, at, from, until);

    [Theory]
    [InlineData("America/Havana", "2026-11-01T05:30:00Z", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z")]
    [InlineData("Atlantic/Azores", "2026-10-25T01:30:00Z", "2026-10-25T00:00:00Z", "2026-10-26T01:00:00Z")]
    public void A_day_whose_midnight_comes_twice_begins_with_the_first(
        string zone, string at, string from, string until) => AssertPeriod(CalendarUnit.Day, zone, at, from, until);

    // An hour before midnight that comes twice is all of the day that ends with it.
    [Theory]
    [InlineData("America/Sao_Paulo", "2018-02-18T02:30:00Z", "2018-02-17T02:00:00Z", "2018-02-18T03:00:00Z")]
    [InlineData("Asia/Beirut", "2026-10-24T21:30:00Z", "2026-10-23T21:00:00Z", "2026-10-24T22:00:00Z")]
    public void A_day_lasts_until_its_clocks_show_the_next(string zone, string at, string from, string until) =>
        AssertPeriod(CalendarUnit.Day, zone, at, from, until);

    // One minute after midnight clocks went back to one minute past eleven, of the day before.
    [Theory]
    [InlineData(CalendarUnit.Day, "2009-11-01T03:00:30Z", "2009-11-01T03:00:00Z", "2009-11-02T04:00:00Z")]
    [InlineData(CalendarUnit.Day, "2009-11-01T03:30:00Z", "2009-11-01T03:00:00Z", "2009-11-02T04:00:00Z")]
    [InlineData(CalendarUnit.Month, "2009-11-01T03:30:00Z", "2009-11-01T03:00:00Z", "2009-12-01T04:00:00Z")]
    [InlineData(CalendarUnit.Month, "2009-11-01T02:59:59Z", "2009-10-01T03:00:00Z", "2009-11-01T03:00:00Z")]
    public void What_clocks_show_again_is_not_of_the_period_before(
        CalendarUnit unit, string at, string from, string until) =>
        AssertPeriod(unit, "America/Goose_Bay", at, from, until);

    // The thirtieth of December 2011 was left out in Samoa.
    [Theory]
    [InlineData("2011-12-30T09:59:59Z", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z")]
    [InlineData("2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z")]
    public void A_day_that_is_left_out_has_no_period(string at, string from, string until) =>
        AssertPeriod(CalendarUnit.Day, "Pacific/Apia", at, from, until);

    [Theory]
    [InlineData(CalendarUnit.Day)]
    [InlineData(CalendarUnit.Week)]
    [InlineData(CalendarUnit.Month)]
    [InlineData(CalendarUnit.Year)]
    public void The_first_and_the_last_period_are_cut_off_where_time_is(CalendarUnit unit)
    {
        foreach (var zone in new[] { "UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago" })
        {
            var calendar = new CalendarPeriod(unit, zone);

            Assert.Equal(0, calendar.Of(long.MinValue).From);
            Assert.Equal(DateTime.MaxValue.Ticks, calendar.Of(long.MaxValue).Until);
            Assert.Equal(calendar.Of(long.MaxValue), calendar.Of(calendar.Of(DateTime.MaxValue.Ticks).From));
        }
    }

    [Fact]
    public void The_present_period_and_the_one_before_are_told_without_allocating()
    {
        var calendar = new CalendarPeriod(CalendarUnit.Day, "America/Havana");
        var (from, _) = calendar.Of(Ticks("2026-11-01T05:30:00Z"));
        _ = calendar.Of(from - 1);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
            _ = calendar.Of(from - (i % 2));

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void AssertPeriod(CalendarUnit unit, string zone, string at, string from, string until) =>
        Assert.Equal((Ticks(from), Ticks(until)), new CalendarPeriod(unit, zone).Of(Ticks(at)));

    private static long Ticks(string instant) => DateTimeOffset.Parse(instant, null).UtcTicks;
}
