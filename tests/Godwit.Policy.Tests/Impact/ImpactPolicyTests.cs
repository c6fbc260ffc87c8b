using Godwit.Policy.Configuration;
using Godwit.Policy.Impact;
using Godwit.Policy.Territories;
using Godwit.Policy.Tests.Territories;
using Xunit;

namespace Godwit.Policy.Tests.Impact;

/// <summary>What one policy would have done, whatever the time.</summary>
public sealed class ImpactPolicyTests
{
    [Fact]
    public void A_policy_of_next_month_is_asked_as_if_it_were_in_force()
    {
        var from = ImpactSamples.Now.AddDays(30);
        var rules = ImpactSamples.Rules(effective: new EffectiveConfig { From = from });

        Assert.Equal(TerritoryAction.Refuse, Decide(rules, "maker").Action);
        Assert.Equal(from, rules.At);
    }

    [Fact]
    public void A_policy_that_has_ended_is_asked_as_if_it_were_in_force()
    {
        var rules = ImpactSamples.Rules(effective: new EffectiveConfig { Until = ImpactSamples.Now.AddDays(-30) });

        Assert.Equal(TerritoryAction.Refuse, Decide(rules, "maker").Action);
        Assert.Equal(ImpactSamples.Now, rules.At);
    }

    [Fact]
    public void A_provider_outside_the_scope_is_not_touched_and_one_that_is_gone_goes_by_its_name()
    {
        var rules = ImpactSamples.Rules(scope: ["maker", "gone"]);

        Assert.Equal(TerritoryReason.NoPolicy, Decide(rules, "west").Reason);
        Assert.Equal(TerritoryReason.NoPolicy, Decide(rules, "unheard-of").Reason);
        Assert.Equal(TerritoryAction.Refuse, Decide(rules, "gone").Action);
    }

    [Fact]
    public void An_exemption_counts_when_it_still_holds_at_the_cut_off()
    {
        var from = ImpactSamples.Now.AddDays(30);
        TerritoryAction With(DateTimeOffset until) => Decide(
            ImpactSamples.Rules(
                effective: new EffectiveConfig { From = from },
                exemptions: [new ExemptionConfig { Organization = "acme", Until = until, Approver = "a" }]),
            "maker").Action;

        Assert.Equal(TerritoryAction.Serve, With(from.AddDays(1)));
        Assert.Equal(TerritoryAction.Refuse, With(from));
    }

    [Fact]
    public void Other_policies_do_not_decide_with_it()
    {
        var rules = ImpactSamples.Rules(others: ImpactSamples.Policy("other", ["maker"], "DE"));

        Assert.Equal(
            TerritoryAction.Serve, ImpactPolicy.Decide(PolicySamples.From("DE"), rules, "maker", "large").Action);
    }

    private static TerritoryDecision Decide(ImpactRules rules, string provider) =>
        ImpactPolicy.Decide(PolicySamples.From("CN"), rules, provider, "large");
}
