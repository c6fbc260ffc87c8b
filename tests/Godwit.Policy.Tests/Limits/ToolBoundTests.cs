using Godwit.Policy.Contracts;
using Godwit.Policy.Limits;
using Godwit.Policy.Pricing;
using Godwit.Policy.Tests.Pricing;
using Xunit;

namespace Godwit.Policy.Tests.Limits;

/// <summary>What calls of tools cost at worst, and that nothing that they may come to costs more.</summary>
public class ToolBoundTests
{
    private static readonly string[] Tools = ["web_search", "web_fetch", "file_search", "grounding"];

    [Fact]
    public void Each_tool_that_has_a_number_of_its_own_counts_at_its_price() => Assert.Equal(
        (3 * 0.01m) + (5 * 0m), Cost(new ToolBound(8, Counts(("web_search", 3), ("web_fetch", 5)))));

    [Fact]
    public void Where_only_all_have_one_each_call_may_be_of_the_dearest_that_the_request_names()
    {
        const long each = 1_000_000;

        Assert.Equal(4 * 0.01m, Cost(new ToolBound(4, Counts(("web_search", each), ("file_search", each)))));
        Assert.Equal(4 * 0.0025m, Cost(new ToolBound(4, Counts(("web_fetch", each), ("file_search", each)))));
        Assert.Equal(0m, Cost(new ToolBound(4, Counts(("web_fetch", each)))));
    }

    [Fact]
    public void What_is_paid_once_a_request_counts_once() => Assert.Equal(
        0.035m + (2 * 0.01m), Cost(new ToolBound(2, Counts(("web_search", 2), ("grounding", 2)))));

    [Fact]
    public void A_tool_that_has_no_price_or_is_not_named_makes_it_unknown_unless_any_tool_has_one()
    {
        var unpriced = new ToolBound(2, Counts(("web_search", 2), ("code_execution", 1)));

        Assert.Null(Cost(unpriced));
        Assert.Null(Cost(new ToolBound(2, null)));
        Assert.Equal((2 * 0.01m) + (1 * 0.5m), Cost(unpriced, any: 0.5m));
        Assert.Equal(0.035m + (2 * 0.5m), Cost(new ToolBound(2, null), any: 0.5m));
        Assert.Equal(0.035m + (2 * 0.01m), Cost(new ToolBound(2, null), any: 0.001m));
        Assert.Equal(0m, Cost(default));
    }

    [Fact]
    public void No_calls_within_their_bounds_cost_more()
    {
        var random = new Random(11);
        for (var step = 0; step < 3_000; step++)
        {
            var rules = Prices.Rules(Prices.List with
            {
                PerServerToolCall = null,
                ServerTools = [.. Tools.Select(tool => random.Next(3) == 0
                    ? Prices.Tool(tool, perRequest: random.Next(100)) : Prices.Tool(tool, perCall: random.Next(100)))],
            });
            var most = Tools.ToDictionary(tool => tool, _ => random.NextInt64(0, 6));
            var all = random.NextInt64(0, 12);
            var bound = new ToolBound(all, Counts([.. most.Select(m => (m.Key, m.Value))]));
            var (called, left) = (new List<(string, long)>(), all);
            foreach (var tool in Tools.OrderBy(_ => random.Next()))
            {
                var calls = random.NextInt64(0, Math.Min(most[tool], left) + 1);
                called.Add((tool, calls));
                left -= calls;
            }

            var cost = PricePolicy.Of(rules, new CostQuestion(Prices.Calls([.. called]), 0))!.Value.Amount;

            Assert.True(cost <= bound.CostAt(rules), $"{cost} > {bound.CostAt(rules)} in step {step}.");
        }
    }

    [Fact]
    public void What_was_used_of_a_tool_without_a_price_counts_at_the_dearest_there_is()
    {
        var usage = Prices.Calls(("web_search", 1), ("code_execution", 2), ("grounding", 3));

        Assert.Equal(0.01m + (2 * 0.035m) + 0.035m, WorstCase.OfUsed(Rules(null), usage, 0, batch: false));
        Assert.Equal(
            0.01m + (2 * 0.5m) + 0.035m + (4 * 0.5m),
            WorstCase.OfUsed(Rules(0.5m), usage with { ServerToolCalls = 10 }, 0, batch: false));
        Assert.Equal(
            0m, WorstCase.OfUsed(Prices.Rules(Prices.List with { PerServerToolCall = null }), usage, 0, batch: false));
    }

    private static decimal? Cost(ToolBound bound, decimal? any = null) => bound.CostAt(Rules(any));

    private static PriceRules Rules(decimal? any) => Prices.Rules(Prices.List with
    {
        PerServerToolCall = any,
        ServerTools =
        [
            Prices.Tool("web_search", perCall: 0.01m), Prices.Tool("web_fetch", perCall: 0),
            Prices.Tool("file_search", perCall: 0.0025m), Prices.Tool("grounding", perRequest: 0.035m),
        ],
    });

    private static ServerToolCounts? Counts(params (string Tool, long Calls)[] calls) =>
        Prices.Calls(calls).ServerTools;
}
