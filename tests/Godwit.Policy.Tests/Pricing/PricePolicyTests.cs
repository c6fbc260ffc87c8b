using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;
using Xunit;

namespace Godwit.Policy.Tests.Pricing;

/// <summary>What a request costs: each kind of token at its price, or not known.</summary>
public class PricePolicyTests
{
    [Fact]
    public void Each_kind_costs_its_own_price_and_nothing_is_counted_twice()
    {
        var usage = new TokenUsage(1000, 100, 400, 30)
        {
            CacheWriteInputTokens = 300, CacheWriteHourInputTokens = 100, ServerToolCalls = 2,
        };

        var cost = Prices.CostOf(Prices.List, usage);

        var tokens = (300 * 2m) + (400 * 0.2m) + (200 * 2.5m) + (100 * 4m) + (70 * 8m) + (30 * 9m);
        Assert.Equal(new Cost((tokens / 1_000_000m) + 0.02m, "USD"), cost);
    }

    [Fact]
    public void Sound_costs_its_own_price_on_both_sides()
    {
        var usage = new TokenUsage(1000, 100, null, null) { AudioInputTokens = 600, AudioOutputTokens = 40 };

        Assert.Equal(
            ((400 * 2m) + (600 * 6m) + (60 * 8m) + (40 * 30m)) / 1_000_000m, Prices.Amount(Prices.List, usage));
    }

    [Fact]
    public void A_kind_that_was_used_and_has_no_price_makes_the_cost_unknown_and_one_that_was_not_does_not()
    {
        var bare = Prices.List with
        {
            CacheReadInputPerMillion = null, CacheWriteInputPerMillion = null, CacheWriteHourInputPerMillion = null,
            AudioInputPerMillion = null, OutputPerMillion = null, AudioOutputPerMillion = null,
            PerServerToolCall = null,
        };
        TokenUsage[] used =
        [
            new(10, 0, 1, 0), new(10, 0, 0, 0) { CacheWriteInputTokens = 1 }, new(10, 1, 0, 0),
            new(10, 0, 0, 0) { CacheWriteInputTokens = 1, CacheWriteHourInputTokens = 1 },
            new(10, 0, 0, 0) { AudioInputTokens = 1 }, new(10, 1, 0, 0) { AudioOutputTokens = 1 },
            new(10, 0, 0, 0) { ServerToolCalls = 1 },
        ];

        Assert.All(used, usage => Assert.Null(Prices.Amount(bare, usage)));
        Assert.Equal(0.00002m, Prices.Amount(bare, new TokenUsage(10, 0, 0, 0)));
        Assert.Equal(0.00002m, Prices.Amount(bare, new TokenUsage(10, null, null, null)));
    }

    [Fact]
    public void Reasoning_without_a_price_of_its_own_costs_what_other_output_does() => Assert.Equal(
        0.0008m, Prices.Amount(Prices.List with { ReasoningOutputPerMillion = null }, new TokenUsage(0, 100, 0, 90)));

    [Fact]
    public void Without_a_price_or_a_count_there_is_no_cost_rather_than_zero()
    {
        Assert.Null(PricePolicy.Of(null, new CostQuestion(new TokenUsage(1, 1, 0, 0), 0)));
        Assert.Null(Prices.Amount(Prices.List, default));
        Assert.Equal(0m, Prices.Amount(Prices.List, new TokenUsage(0, 0, 0, 0)));
    }

    [Theory]
    [InlineData(10, 0, 11, 0, 0, 0)]
    [InlineData(10, 0, 6, 6, 0, 0)]
    [InlineData(10, 0, 0, 1, 2, 0)]
    [InlineData(10, 0, 0, 0, 0, 11)]
    [InlineData(-1, 0, 0, 0, 0, 0)]
    [InlineData(10, -1, 0, 0, 0, 0)]
    [InlineData(10, 0, -1, 0, 0, 0)]
    [InlineData(long.MaxValue, 0, long.MaxValue, long.MaxValue, 0, 0)]
    public void Counts_that_contradict_each_other_have_no_cost(
        long input, long output, long read, long write, long hour, long audio) => Assert.Null(Prices.Amount(
        Prices.List, new TokenUsage(input, output, read, null)
        {
            CacheWriteInputTokens = write, CacheWriteHourInputTokens = hour, AudioInputTokens = audio,
        }));

    [Fact]
    public void Sound_beside_cached_input_has_no_cost_because_nobody_says_how_much_of_it_is_cached() => Assert.Null(
        Prices.Amount(Prices.List, new TokenUsage(1000, 0, 100, null) { AudioInputTokens = 100 }));

    [Fact]
    public void Batch_costs_its_percentage_of_tokens_and_nothing_known_without_one()
    {
        var usage = new TokenUsage(1000, 100, 0, 0) { ServerToolCalls = 1 };

        Assert.Equal(((2000m + 800m) / 2_000_000m) + 0.01m, Prices.CostOf(Prices.List, usage, batch: true)?.Amount);
        Assert.Null(Prices.CostOf(Prices.List with { BatchPercent = null }, usage, batch: true));
    }

    [Fact]
    public void The_parts_name_what_was_used_and_add_up_to_the_cost()
    {
        var parts = new List<CostPart>();
        var usage = new TokenUsage(1000, 100, 400, null) { ServerToolCalls = 3 };

        var cost = PricePolicy.Of(Prices.Rules(Prices.List), new CostQuestion(usage, 0), parts);

        Assert.Equal(
            [CostKind.Input, CostKind.CacheReadInput, CostKind.Output, CostKind.ServerToolCalls],
            parts.Select(p => p.Kind));
        Assert.Equal([600L, 400, 100, 3], parts.Select(p => p.Count));
        Assert.Equal(cost!.Value.Amount, parts.Sum(p => p.Amount));
    }

    [Fact]
    public void Pricing_a_request_allocates_nothing()
    {
        var rules = Prices.Rules(Prices.List);
        var question = new CostQuestion(new TokenUsage(1000, 100, 400, 30) { ServerToolCalls = 2 },
            Prices.Ticks("2026-03-01T00:00:00Z"));
        var warm = PricePolicy.Of(rules, question);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
            warm = PricePolicy.Of(rules, question);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.NotNull(warm);
    }
}
