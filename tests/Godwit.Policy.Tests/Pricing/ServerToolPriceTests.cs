using FsCheck.Xunit;
using Godwit.Policy.Pricing;
using Xunit;

namespace Godwit.Policy.Tests.Pricing;

/// <summary>What tools cost that a provider runs: each at its own price, or not known.</summary>
public class ServerToolPriceTests
{
    private static readonly Godwit.Policy.Catalog.CatalogPrice List = Prices.List with
    {
        PerServerToolCall = null,
        ServerTools =
        [
            Prices.Tool("web_search", perCall: 0.01m), Prices.Tool("web_fetch", perCall: 0),
            Prices.Tool("grounding", perRequest: 0.035m),
        ],
    };

    [Fact]
    public void Each_tool_costs_its_own_price_and_a_free_one_nothing()
    {
        Assert.Equal(0.03m, Prices.Amount(List, Prices.Calls(("web_search", 3))));
        Assert.Equal(0m, Prices.Amount(List, Prices.Calls(("web_fetch", 9))));
        Assert.Equal(0.02m, Prices.Amount(List, Prices.Calls(("web_search", 2), ("web_fetch", 9))));
    }

    [Fact]
    public void What_is_paid_once_a_request_is_paid_once_however_often_it_was_called()
    {
        Assert.Equal(0.035m, Prices.Amount(List, Prices.Calls(("grounding", 1))));
        Assert.Equal(0.035m, Prices.Amount(List, Prices.Calls(("grounding", 7))));
        Assert.Equal(0m, Prices.Amount(List, Prices.Calls()));
    }

    [Fact]
    public void A_tool_without_a_price_makes_the_cost_unknown_unless_any_tool_has_one()
    {
        var usage = Prices.Calls(("web_search", 1), ("code_execution", 2));

        Assert.Null(Prices.Amount(List, usage));
        Assert.Equal(0.11m, Prices.Amount(List with { PerServerToolCall = 0.05m }, usage));
    }

    [Fact]
    public void Calls_of_which_nobody_says_what_they_were_have_the_price_of_any_tool_alone()
    {
        var usage = Prices.Calls(("web_search", 1)) with { ServerToolCalls = 3 };

        Assert.Null(Prices.Amount(List, usage));
        Assert.Null(Prices.Amount(List, usage with { ServerTools = null }));
        Assert.Equal(0.11m, Prices.Amount(List with { PerServerToolCall = 0.05m }, usage));
        Assert.Equal(0.15m, Prices.Amount(List with { PerServerToolCall = 0.05m }, usage with { ServerTools = null }));
    }

    [Fact]
    public void The_parts_name_the_tool_and_what_is_paid_for()
    {
        var parts = new List<CostPart>();
        var usage = Prices.Calls(("grounding", 7), ("web_fetch", 4), ("web_search", 3)) with { ServerToolCalls = 16 };

        var cost = PricePolicy.Of(
            Prices.Rules(List with { PerServerToolCall = 0.05m }), new CostQuestion(usage, 0), parts);

        Assert.Equal(
            [
                new(CostKind.ServerToolRequests, 1, 0.035m, 1, 0.035m) { Tool = "grounding" },
                new(CostKind.ServerToolCalls, 4, 0, 1, 0) { Tool = "web_fetch" },
                new(CostKind.ServerToolCalls, 3, 0.01m, 1, 0.03m) { Tool = "web_search" },
                new(CostKind.ServerToolCalls, 2, 0.05m, 1, 0.10m),
            ],
            parts);
        Assert.Equal(cost!.Value.Amount, parts.Sum(part => part.Amount));
    }

    [Fact]
    public void Hours_and_batch_change_the_price_of_tokens_alone() => Assert.Equal(
        0.02m,
        Prices.CostOf(
            List with { Hours = [new() { From = "00:00", Until = "24:00", Percent = 200 }] },
            Prices.Calls(("web_search", 2)), batch: true)!.Value.Amount);

    [Fact]
    public void The_order_of_the_tools_makes_no_other_price() => Assert.Equal(
        Prices.Rules(List).Version,
        Prices.Rules(List with { ServerTools = [.. List.ServerTools!.Reverse()] }).Version);

    [Fact]
    public void A_price_is_known_by_its_name_from_before_its_tools_had_prices_unless_any_tool_had_one_then()
    {
        var (now, before) = (Prices.Rules(List), Prices.Rules(List with { ServerTools = null }));

        Assert.NotEqual(before.Version, now.Version);
        Assert.True(now.IsCalled(before.Version) && now.IsCalled(now.Version));
        Assert.False(before.IsCalled(now.Version) || now.IsCalled(null));
        Assert.False(Prices.Rules(List with { PerServerToolCall = 1 }).IsCalled(
            Prices.Rules(List with { PerServerToolCall = 1, ServerTools = null }).Version));
    }

    [Property(MaxTest = 300)]
    public void Cost_is_additive_over_tools_and_never_falls_with_a_call_more(ushort searches, ushort fetches,
        ushort grounded)
    {
        var all = Prices.Amount(
            List, Prices.Calls(("web_search", searches), ("web_fetch", fetches), ("grounding", grounded)));

        Assert.Equal(
            Prices.Amount(List, Prices.Calls(("web_search", searches)))
                + Prices.Amount(List, Prices.Calls(("web_fetch", fetches)))
                + Prices.Amount(List, Prices.Calls(("grounding", grounded))),
            all);
        Assert.True(Prices.Amount(List, Prices.Calls(
            ("web_search", searches + 1L), ("web_fetch", fetches), ("grounding", grounded + 1L))) > all);
    }

    [Fact]
    public void Pricing_a_request_with_tools_allocates_nothing()
    {
        var rules = Prices.Rules(List);
        var question = new CostQuestion(Prices.Calls(("web_search", 2), ("grounding", 1)), 0);
        var warm = PricePolicy.Of(rules, question);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
            warm = PricePolicy.Of(rules, question);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(0.055m, warm!.Value.Amount);
    }
}
