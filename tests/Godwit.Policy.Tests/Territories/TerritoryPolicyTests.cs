using System.Collections.Immutable;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using Xunit;
using static Godwit.Policy.Tests.Territories.PolicySamples;

namespace Godwit.Policy.Tests.Territories;

/// <summary>Who may be served, at which instant, and why.</summary>
public class TerritoryPolicyTests
{
    private static readonly DateTimeOffset Later = CutOff.AddDays(30);

    [Fact]
    public void A_provider_without_a_policy_serves_everybody()
    {
        var decision = Decide(From("CN"), Later);
        Assert.Equal(new TerritoryDecision(TerritoryAction.Serve, TerritoryReason.NoPolicy, null), decision);
    }

    [Fact]
    public void A_cut_off_holds_from_its_second_on_and_not_one_tick_before()
    {
        var rules = Rules(Table(TerritoryAction.Reroute, ["CN"]), from: CutOff);
        var before = Decide(From("CN"), CutOff.AddTicks(-1), rules);
        var after = Decide(From("CN"), CutOff, rules);
        Assert.Equal((TerritoryAction.Serve, TerritoryReason.PolicyNotEffective), (before.Action, before.Reason));
        Assert.Equal((TerritoryAction.Reroute, TerritoryReason.TerritoryNotServed), (after.Action, after.Reason));
        Assert.Same(rules, after.Policy);
    }

    [Fact]
    public void A_policy_that_ended_says_nothing_any_more()
    {
        var rules = Rules(Table(TerritoryAction.Refuse, ["CN"]), from: CutOff, until: CutOff.AddDays(1));
        Assert.False(Decide(From("CN"), CutOff.AddDays(1).AddTicks(-1), rules).MayServe);
        Assert.True(Decide(From("CN"), CutOff.AddDays(1), rules).MayServe);
    }

    [Fact]
    public void The_strictest_of_several_policies_wins_whatever_their_order()
    {
        var observe = Rules(Table(TerritoryAction.Observe, ["CN"]), "a-observe");
        var refuse = Rules(Table(TerritoryAction.Refuse, ["CN"]), "b-refuse");
        var reroute = Rules(Table(TerritoryAction.Reroute, ["CN"]), "c-reroute");
        foreach (var order in new[] { new[] { observe, refuse, reroute }, [reroute, refuse, observe],
            [refuse, observe, reroute] })
            Assert.Equal("b-refuse", Decide(From("CN"), Later, order).Policy!.Name);
    }

    [Fact]
    public void Hong_Kong_is_not_China_unless_somebody_says_so()
    {
        var rules = Rules(Table(TerritoryAction.Refuse, ["CN"]));
        Assert.True(Decide(From("HK"), Later, rules).MayServe);
    }

    [Fact]
    public void An_excluded_subdivision_is_not_served_though_its_territory_is()
    {
        Assert.True(SubdivisionCode.TryParse("UA-43", out var crimea));
        var rules = Rules(Table(TerritoryAction.Refuse, [], subdivisions: new() { [crimea] = TerritoryAction.Refuse }));
        var there = Decide(new(Evidence("UA", "UA-43"), ChainOutcome.Peer, "acme"), Later, rules);
        Assert.Equal((TerritoryAction.Refuse, TerritoryReason.SubdivisionNotServed), (there.Action, there.Reason));
        Assert.True(Decide(new(Evidence("UA", "UA-30"), ChainOutcome.Peer, "acme"), Later, rules).MayServe);
    }

    [Theory]
    [InlineData(TerritoryMatch.Best, null, TerritoryAction.Serve)]
    [InlineData(TerritoryMatch.Any, null, TerritoryAction.Refuse)]
    [InlineData(TerritoryMatch.Best, TerritoryAction.Observe, TerritoryAction.Observe)]
    [InlineData(TerritoryMatch.Any, TerritoryAction.Reroute, TerritoryAction.Reroute)]
    public void A_disputed_territory_follows_match_unless_disputed_says_otherwise(
        TerritoryMatch match, TerritoryAction? disputed, TerritoryAction expected)
    {
        var rules = Rules(Table(TerritoryAction.Refuse, ["CN"], match: match, disputed: disputed));
        var decision = Decide(new(Evidence("SG", null, "CN"), ChainOutcome.Peer, "acme"), Later, rules);
        Assert.Equal(expected, decision.Action);
    }

    [Fact]
    public void Candidates_that_get_the_same_action_are_no_dispute()
    {
        var rules = Rules(Table(TerritoryAction.Refuse, ["CN", "RU"], disputed: TerritoryAction.Serve));
        var decision = Decide(new(Evidence("CN", null, "RU"), ChainOutcome.Peer, "acme"), Later, rules);
        Assert.Equal((TerritoryAction.Refuse, TerritoryReason.TerritoryNotServed), (decision.Action, decision.Reason));
    }

    [Fact]
    public void Two_parts_of_one_territory_are_two_places_though_the_territory_is_not_disputed()
    {
        Assert.True(SubdivisionCode.TryParse("UA-43", out var crimea));
        var evidence = Evidence("UA", "UA-40");
        evidence = evidence with
        {
            Candidates = [.. evidence.Candidates, new TerritoryCandidate(Code("UA"), crimea, ["other"])],
        };
        Dictionary<SubdivisionCode, TerritoryAction> parts = new() { [crimea] = TerritoryAction.Refuse };
        var table = Table(TerritoryAction.Refuse, [], match: TerritoryMatch.Any, subdivisions: parts);
        Assert.False(Decide(new(evidence, ChainOutcome.Peer, "acme"), Later, Rules(table)).MayServe);
    }

    [Fact]
    public void Where_the_operator_settles_the_territory_what_others_say_does_not_count()
    {
        var evidence = Evidence("SG", null, "CN") with { Disputed = false };
        var rules = Rules(Table(TerritoryAction.Refuse, ["CN"], match: TerritoryMatch.Any));
        Assert.True(Decide(new(evidence, ChainOutcome.Peer, "acme"), Later, rules).MayServe);
    }

    [Fact]
    public void A_policy_for_one_way_of_access_leaves_the_others_alone()
    {
        var rules = Rules(Table(TerritoryAction.Refuse, ["CN"]), surfaces: [Surface.Batch, Surface.Files]);
        Assert.True(Decide(From("CN"), Later, rules).MayServe);
        Assert.False(Decide(From("CN") with { Surface = Surface.Files }, Later, rules).MayServe);
    }

    [Fact]
    public void Among_refusals_a_legal_demand_is_the_one_named()
    {
        var own = Rules(Table(TerritoryAction.Refuse, ["CN"]), "a-own");
        var demanded = Rules(Table(TerritoryAction.Refuse, ["CN"]), "b-demanded", demand: new("<u>", "833/2014"));
        Assert.Same(demanded, Decide(From("CN"), Later, own, demanded).Policy);
        Assert.Same(demanded, Decide(From("CN"), Later, demanded, own).Policy);
    }

    [Fact]
    public void Where_only_registration_differs_nothing_is_disputed()
    {
        var evidence = Evidence("SG", null, "CN");
        evidence = evidence with
        {
            Candidates = [evidence.Candidates[0], evidence.Candidates[1] with { RegistrationOnly = true }],
        };
        var rules = Rules(Table(TerritoryAction.Refuse, ["CN"], match: TerritoryMatch.Any));
        Assert.True(Decide(new(evidence, ChainOutcome.Peer, "acme"), Later, rules).MayServe);
    }

    [Fact]
    public void An_unknown_caller_gets_the_action_for_unknown_with_the_reason_it_is_unknown()
    {
        var rules = Rules(Table(TerritoryAction.Refuse, [], unknown: TerritoryAction.Reroute));
        var special = new AddressEvidence { Network = NetworkKind.Special, SpecialPurpose = "private" };
        Assert.Equal(TerritoryReason.TerritoryUnknown, Decide(From(null), Later, rules).Reason);
        Assert.Equal(TerritoryReason.ChainUntrusted, Decide(From(null, chain: ChainOutcome.Untrusted), Later, rules)
            .Reason);
        Assert.Equal(TerritoryReason.AddressNotPublic, Decide(new(special, ChainOutcome.Peer, "acme"), Later, rules)
            .Reason);
        Assert.Equal(TerritoryAction.Reroute, Decide(From(null), Later, rules).Action);
    }

    [Fact]
    public void An_anonymizing_network_is_judged_besides_the_territory()
    {
        var rules = Rules(Table(TerritoryAction.Reroute, ["CN"], vpn: TerritoryAction.Refuse));
        var vpn = Evidence("US") with { Network = NetworkKind.Vpn };
        var decision = Decide(new(vpn, ChainOutcome.Peer, "acme"), Later, rules);
        Assert.Equal((TerritoryAction.Refuse, TerritoryReason.Anonymizer), (decision.Action, decision.Reason));
    }

    [Fact]
    public void An_exemption_ends_on_its_instant_and_serves_nobody_else()
    {
        var rules = Rules(Table(TerritoryAction.Refuse, ["CN"]), exempt: new() { ["acme"] = Later.UtcTicks });
        Assert.Equal(TerritoryReason.ExemptionApplied, Decide(From("CN"), Later.AddTicks(-1), rules).Reason);
        Assert.False(Decide(From("CN"), Later, rules).MayServe);
        Assert.False(Decide(From("CN", "other"), Later.AddTicks(-1), rules).MayServe);
    }

    [Fact]
    public void Scopes_by_model_and_organization_leave_others_alone()
    {
        var byModel = Rules(Table(TerritoryAction.Refuse, ["CN"]), models: ["o3"]);
        var byOrganization = Rules(Table(TerritoryAction.Refuse, ["CN"]), organizations: ["other"]);
        Assert.Equal(TerritoryReason.NoPolicy, Decide(From("CN"), Later, byModel, byOrganization).Reason);
    }

    [Fact]
    public void Served_until_is_the_first_instant_at_which_the_provider_stops()
    {
        var policy = Rules(Table(TerritoryAction.Reroute, ["CN"]), from: CutOff);
        var exempt = Rules(Table(TerritoryAction.Refuse, ["RU"]), exempt: new() { ["acme"] = Later.UtcTicks });
        var rules = ImmutableArray.Create(policy, exempt);
        long? Until(string territory) =>
            TerritoryPolicy.ServedUntilTicks(From(territory), rules, "gpt-4o", CutOff.AddDays(-1).UtcTicks);
        Assert.Equal(CutOff.UtcTicks, Until("CN"));
        Assert.Equal(Later.UtcTicks, Until("RU"));
        Assert.Null(Until("US"));
    }
}
