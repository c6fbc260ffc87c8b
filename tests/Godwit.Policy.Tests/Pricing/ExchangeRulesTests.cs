using System.Globalization;
using Godwit.Policy.Configuration;
using Godwit.Policy.Pricing;
using Xunit;

namespace Godwit.Policy.Tests.Pricing;

/// <summary>What amounts are worth in another currency, and when.</summary>
public class ExchangeRulesTests
{
    [Theory]
    [InlineData("2026-06-30T23:59:59Z", null)]
    [InlineData("2026-07-01T00:00:00Z", "11.0")]
    [InlineData("2026-07-31T23:59:59Z", "11.0")]
    [InlineData("2026-08-01T00:00:00Z", "12.0")]
    public void The_rate_of_the_instant_holds(string instant, string? expected)
    {
        var rules = Compile(("EUR", "USD", 1.2m, "2026-08-01"), ("EUR", "USD", 1.1m, "2026-07-01"));

        Assert.Equal(Amount(expected), rules.Convert(10m, "EUR", "USD", Ticks(instant)));
    }

    [Fact]
    public void The_opposite_pair_is_turned_around()
    {
        var rules = Compile(("USD", "CNY", 8m, "2026-07-01"));

        Assert.Equal(0.125m, rules.Convert(1m, "CNY", "USD", Ticks("2026-07-02T00:00:00Z")));
    }

    [Fact]
    public void The_later_of_two_directions_holds_and_of_one_day_the_one_asked_for()
    {
        var rules = Compile(
            ("EUR", "USD", 2m, "2026-07-01"), ("USD", "EUR", 0.25m, "2026-07-01"), ("USD", "EUR", 0.2m, "2026-08-01"));

        Assert.Equal(2m, rules.Convert(1m, "EUR", "USD", Ticks("2026-07-15T00:00:00Z")));
        Assert.Equal(0.25m, rules.Convert(1m, "USD", "EUR", Ticks("2026-07-15T00:00:00Z")));
        Assert.Equal(5m, rules.Convert(1m, "EUR", "USD", Ticks("2026-08-15T00:00:00Z")));
    }

    [Fact]
    public void Nothing_is_exchanged_by_way_of_a_third_currency()
    {
        var rules = Compile(("EUR", "USD", 2m, "2026-07-01"), ("USD", "CNY", 7m, "2026-07-01"));

        Assert.Null(rules.Convert(1m, "EUR", "CNY", Ticks("2026-08-01T00:00:00Z")));
    }

    [Fact]
    public void An_amount_in_the_currency_needs_no_rate() =>
        Assert.Equal(3.5m, ExchangeRules.None.Convert(3.5m, "USD", "USD", 0));

    [Fact]
    public void An_amount_beyond_all_sense_is_unknown_and_no_exception()
    {
        var rules = Compile(("EUR", "USD", ExchangeRules.MostRate, "2026-07-01"));

        Assert.Null(rules.Convert(decimal.MaxValue, "EUR", "USD", Ticks("2026-08-01T00:00:00Z")));
        Assert.Null(rules.Convert(decimal.MinValue, "EUR", "USD", Ticks("2026-08-01T00:00:00Z")));
    }

    private static ExchangeRules Compile(params (string From, string To, decimal Rate, string Day)[] rates) =>
        ExchangeRules.Compile(new ConfigurationSet
        {
            ExchangeRates =
            [
                .. rates.Select((r, i) => new Resource<ExchangeRateConfig>($"r{i}", 1, new ExchangeRateConfig
                {
                    From = r.From, To = r.To, Rate = r.Rate,
                    ValidFrom = DateOnly.Parse(r.Day, CultureInfo.InvariantCulture),
                })),
            ],
        });

    private static decimal? Amount(string? text) =>
        text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    private static long Ticks(string instant) =>
        DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture).UtcTicks;
}
