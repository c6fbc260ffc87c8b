using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;
using Xunit;

namespace Godwit.Policy.Tests.Pricing;

/// <summary>Prices by the hour of the day, in UTC.</summary>
public class PriceHoursTests
{
    private static readonly TokenUsage Million = new(1_000_000, 0, 0, 0);

    private static readonly Weekday[] Weekdays =
        [Weekday.Monday, Weekday.Tuesday, Weekday.Wednesday, Weekday.Thursday, Weekday.Friday];

    [Theory]
    [InlineData("2026-11-25T00:59:59Z", 2)]
    [InlineData("2026-11-25T01:00:00Z", 4)]
    [InlineData("2026-11-25T03:59:59Z", 4)]
    [InlineData("2026-11-25T04:00:00Z", 2)]
    [InlineData("2026-11-25T11:30:00+08:00", 4)]
    [InlineData("2026-11-28T02:00:00Z", 2)]
    [InlineData("2026-11-29T02:00:00Z", 2)]
    [InlineData("2026-11-30T02:00:00Z", 4)]
    [InlineData("2026-12-25T02:00:00Z", 2)]
    public void Peak_hours_double_the_price_on_their_days(string at, decimal expected)
    {
        var hours = new PriceHoursConfig
        {
            Days = Weekdays, ExceptDays = [new(2026, 12, 25)], From = "01:00", Until = "04:00", Percent = 200,
        };

        Assert.Equal(expected, Prices.Amount(Prices.List with { Hours = [hours] }, Million, at));
    }

    [Theory]
    [InlineData("2026-11-27T16:29:00Z", 2)]
    [InlineData("2026-11-27T16:30:00Z", 1)]
    [InlineData("2026-11-28T00:29:59Z", 1)]
    [InlineData("2026-11-28T00:30:00Z", 2)]
    [InlineData("2026-11-28T16:30:00Z", 2)]
    [InlineData("2026-11-27T00:10:00Z", 2)]
    public void Hours_past_midnight_belong_to_the_day_they_began_on(string at, decimal expected)
    {
        var hours = new PriceHoursConfig { Days = [Weekday.Friday], From = "16:30", Until = "00:30", Percent = 50 };

        Assert.Equal(expected, Prices.Amount(Prices.List with { Hours = [hours] }, Million, at));
    }

    [Fact]
    public void A_call_of_a_tool_costs_the_same_at_every_hour()
    {
        var hours = new PriceHoursConfig { From = "00:00", Until = "24:00", Percent = 200 };

        Assert.Equal(
            0.01m, Prices.Amount(Prices.List with { Hours = [hours] }, new TokenUsage(0, 0, 0,
                0) { ServerToolCalls = 1 }));
    }
}
