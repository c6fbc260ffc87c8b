using Godwit.Policy.Configuration;
using Godwit.Policy.Limits;
using Xunit;

namespace Godwit.Policy.Tests.Limits;

/// <summary>Periods follow the calendar of their time zone, changes of clocks included.</summary>
public class CalendarPeriodTests
{
    [Theory]
    [InlineData(BudgetPeriod.Day, "UTC", "2026-11-25T23:59:59Z", "2026-11-25T00:00:00Z", "2026-11-26T00:00:00Z")]
    [InlineData(
        BudgetPeriod.Day, "Asia/Shanghai", "2026-11-25T16:00:00Z", "2026-11-25T16:00:00Z", "2026-11-26T16:00:00Z")]
    [InlineData(
        BudgetPeriod.Month, "Asia/Shanghai", "2026-11-30T15:59:59Z", "2026-10-31T16:00:00Z", "2026-11-30T16:00:00Z")]
    [InlineData(BudgetPeriod.Week, "UTC", "2026-11-29T12:00:00Z", "2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z")]
    [InlineData(BudgetPeriod.Year, "UTC", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData(
        BudgetPeriod.Day, "Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")]
    [InlineData(
        BudgetPeriod.Day, "Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    // At midnight of this day clocks in Cuba went on to one o'clock.
    [InlineData(
        BudgetPeriod.Day, "America/Havana", "2024-03-10T12:00:00Z", "2024-03-10T05:00:00Z", "2024-03-11T04:00:00Z")]
    public void A_period_begins_and_ends_with_the_calendar(
        BudgetPeriod period, string zone, string at, string from, string until)
    {
        var calendar = new CalendarPeriod(period, zone);

        var found = calendar.Of(Ticks(at));

        Assert.Equal((Ticks(from), Ticks(until)), found);
    }

    [Theory]
    [InlineData(BudgetPeriod.Day)]
    [InlineData(BudgetPeriod.Week)]
    [InlineData(BudgetPeriod.Month)]
    [InlineData(BudgetPeriod.Year)]
    public void Periods_follow_each_other_without_gap_or_overlap(BudgetPeriod period)
    {
        foreach (var zone in new[] { "UTC", "Asia/Shanghai", "America/Havana", "Australia/Lord_Howe", "Europe/Berlin" })
        {
            var calendar = new CalendarPeriod(period, zone);
            var (from, until) = calendar.Of(Ticks("2023-12-15T00:00:00Z"));
            for (var step = 0; step < 500 && until < Ticks("2028-01-01T00:00:00Z"); step++)
            {
                Assert.Equal((from, until), calendar.Of(until - 1));
                var next = calendar.Of(until);
                Assert.Equal(until, next.From);
                (from, until) = next;
            }
        }
    }

    private static long Ticks(string instant) => DateTimeOffset.Parse(instant, null).UtcTicks;
}
