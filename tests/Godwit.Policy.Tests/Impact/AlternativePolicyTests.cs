using Godwit.Policy.Catalog;
using Godwit.Policy.Impact;
using Xunit;

namespace Godwit.Policy.Tests.Impact;

/// <summary>What may serve callers instead, and in which order.</summary>
public sealed class AlternativePolicyTests
{
    [Fact]
    public void A_target_of_the_same_route_comes_first_then_what_lacks_least_then_what_costs_least()
    {
        var found = AlternativePolicy.Find(ImpactSamples.Used(("CN", 10)), ImpactSamples.Rules(), 10);

        Assert.Equal(["west/fit", "east/same", "east/yuan", "east/cheap"], found.Select(a => a.Target));
        Assert.True(found[0].InRoute);
        Assert.Equal([Ability.Vision], found[3].Lacks);
        Assert.True(found[3].ShorterContext);
        Assert.Single(AlternativePolicy.Find(ImpactSamples.Used(("CN", 10)), ImpactSamples.Rules(), 1));
    }

    [Fact]
    public void Prices_are_compared_in_one_currency_and_no_rate_is_assumed()
    {
        var found = AlternativePolicy.Find(ImpactSamples.Used(("CN", 1)), ImpactSamples.Rules(), 10)
            .ToDictionary(a => a.Target, a => a.Price!);

        Assert.Equal((PriceComparison.Compared, 2m), (found["west/fit"].Comparison, found["west/fit"].Ratio));
        Assert.Equal((PriceComparison.Compared, 0.5m), (found["east/same"].Comparison, found["east/same"].Ratio));
        Assert.Equal((PriceComparison.OtherCurrency, null), (found["east/yuan"].Comparison, found["east/yuan"].Ratio));
    }

    [Fact]
    public void What_another_policy_excludes_is_no_alternative_for_those_it_excludes()
    {
        var rules = ImpactSamples.Rules(others: ImpactSamples.Policy("other", ["east"], "CN"));

        var some = AlternativePolicy.Find(ImpactSamples.Used(("CN", 3), ("RU", 1)), rules, 10);

        Assert.Equal("west/fit", some[0].Target);
        Assert.All(some.Skip(1), a => Assert.Equal(0.25, a.Covers));
        Assert.All(AlternativePolicy.Find(ImpactSamples.Used(("CN", 3)), rules, 10),
            a => Assert.StartsWith("west/", a.Target));
    }

    [Fact]
    public void Nobody_may_serve_whom_every_policy_excludes()
    {
        var rules = ImpactSamples.Rules(scope: ["maker", "east", "west"]);

        Assert.Empty(AlternativePolicy.Find(ImpactSamples.Used(("CN", 1)), rules, 10));
    }

    [Fact]
    public void Grants_are_told_while_they_are_offered_and_for_their_models()
    {
        var found = AlternativePolicy.Find(ImpactSamples.Used(("CN", 1)), ImpactSamples.Rules(), 10)
            .ToDictionary(a => a.Target, a => a.Grants);

        Assert.Equal(["trial"], found["east/same"]);
        Assert.Empty(found["east/cheap"]);
    }

    [Fact]
    public void What_does_not_offer_the_operation_is_no_alternative() =>
        Assert.Empty(AlternativePolicy.Find(
            ImpactSamples.Used(("CN", 1)) with { Operation = Operation.Embeddings }, ImpactSamples.Rules(), 10));
}
