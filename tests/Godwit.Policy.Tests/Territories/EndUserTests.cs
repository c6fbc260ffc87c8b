using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using Xunit;
using static Godwit.Policy.Tests.Territories.PolicySamples;

namespace Godwit.Policy.Tests.Territories;

/// <summary>A reseller's own address and its end user's: the stricter decides.</summary>
public class EndUserTests
{
    private static readonly TerritoryRules Rules = PolicySamples.Rules(
        Table(TerritoryAction.Refuse, ["CN"], unknown: TerritoryAction.Reroute, vpn: TerritoryAction.Reroute));

    [Theory]
    [InlineData("DE", "CN", TerritoryAction.Refuse, true)]
    [InlineData("CN", "DE", TerritoryAction.Refuse, false)]
    [InlineData("CN", "CN", TerritoryAction.Refuse, false)]
    [InlineData("DE", "FR", TerritoryAction.Serve, false)]
    [InlineData("DE", null, TerritoryAction.Reroute, true)]
    [InlineData(null, "CN", TerritoryAction.Refuse, true)]
    public void The_stricter_of_both_addresses_decides(
        string? own, string? endUser, TerritoryAction action, bool ofEndUser)
    {
        var decision = Decide(From(own) with { EndUser = Evidence(endUser) }, CutOff, Rules);
        Assert.Equal((action, ofEndUser), (decision.Action, decision.OfEndUser));
    }

    [Fact]
    public void The_end_users_network_counts_as_the_callers_does()
    {
        var vpn = Evidence("DE") with { Network = NetworkKind.Vpn };
        var decision = Decide(From("DE") with { EndUser = vpn }, CutOff, Rules);
        Assert.Equal((TerritoryReason.Anonymizer, true), (decision.Reason, decision.OfEndUser));
    }

    [Fact]
    public void A_policy_to_come_gives_notice_for_the_end_user_too()
    {
        var rules = PolicySamples.Rules(Table(TerritoryAction.Refuse, ["CN"]), from: CutOff);
        var facts = From("DE") with { EndUser = Evidence("CN") };
        Assert.Equal(
            CutOff.UtcTicks, TerritoryPolicy.ServedUntilTicks(facts, [rules], "gpt-4o", CutOff.UtcTicks - 1));
    }

    [Fact]
    public void An_untrusted_chain_is_the_resellers_own()
    {
        var facts = From(null, chain: ChainOutcome.Untrusted) with { EndUser = Evidence("DE") };
        Assert.Equal(TerritoryReason.ChainUntrusted, Decide(facts, CutOff, Rules).Reason);
    }
}
