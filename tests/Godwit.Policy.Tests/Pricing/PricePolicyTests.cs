using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;
using Xunit;

namespace Godwit.Policy.Tests.Pricing;

/// <summary>What a request costs by the price of its day.</summary>
public class PricePolicyTests
{
    private static readonly CatalogModel Model = new()
    {
        Name = "m", Source = "test", AsOf = new(2026, 1, 1),
        Prices = [Price(new(2026, 1, 1), 2.50m, 1.25m, 10m), Price(new(2026, 6, 1), 2m, null, 8m)],
    };

    [Fact]
    public void Tokens_read_from_the_cache_cost_their_own_price_and_are_not_counted_twice()
    {
        var cost = PricePolicy.Of(Model, new TokenUsage(1000, 100, 400, 50), new(2026, 3, 1));
        Assert.Equal(new Cost(((600 * 2.50m) + (400 * 1.25m) + (100 * 10m)) / 1_000_000m, "USD"), cost);
    }

    [Fact]
    public void The_price_of_the_day_counts_and_a_missing_cache_price_is_the_input_price()
    {
        var cost = PricePolicy.Of(Model, new TokenUsage(1000, 0, 400, null), new(2026, 6, 1));
        Assert.Equal(0.002m, cost!.Value.Amount);
    }

    [Fact]
    public void Without_a_price_for_the_day_or_a_count_there_is_no_cost_rather_than_zero()
    {
        Assert.Null(PricePolicy.Of(Model, new TokenUsage(1000, 0, 0, 0), new(2025, 12, 31)));
        Assert.Null(PricePolicy.Of(Model, default, new(2026, 6, 1)));
        Assert.Null(PricePolicy.Of(null, new TokenUsage(1, 1, 0, 0), new(2026, 6, 1)));
    }

    [Fact]
    public void Output_without_a_price_makes_the_cost_unknown_and_embeddings_have_none()
    {
        var model = Model with { Prices = [Price(new(2026, 1, 1), 2m, null, null)] };
        Assert.Null(PricePolicy.Of(model, new TokenUsage(1000, 1, null, null), new(2026, 3, 1)));
        var embedded = PricePolicy.Of(model, new TokenUsage(1000, null, null, null), new(2026, 3, 1));
        Assert.Equal(0.002m, embedded!.Value.Amount);
    }

    private static CatalogPrice Price(DateOnly from, decimal input, decimal? cached, decimal? output) => new()
    {
        ValidFrom = from, Currency = "USD", InputPerMillion = input, CacheReadInputPerMillion = cached,
        OutputPerMillion = output, Source = "test", AsOf = from,
    };
}
