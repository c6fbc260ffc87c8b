using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Territories;
using Xunit;
using static Godwit.Policy.Tests.Territories.PolicySamples;

namespace Godwit.Policy.Tests.Territories;

/// <summary>What an organization is, besides where it calls from.</summary>
public class AccountVerdictsTests
{
    private static readonly AccountRuleConfig EveryKind =
        new() { Use = [AccountFactKind.Verified, AccountFactKind.Billing, AccountFactKind.Declared] };

    [Theory]
    [InlineData("CN", "US", "US")]
    [InlineData("US", "CN", "US")]
    [InlineData("US", "US", "CN")]
    [InlineData("US", "US", "UA-43")]
    public void One_fact_of_a_used_kind_that_is_not_served_excludes_wherever_the_caller_is(
        string verified, string billing, string declared)
    {
        var account = new AccountConfig
        {
            Verified = Fact(verified), Billing = Fact(billing), Declared = Fact(declared),
        };
        var decision = Decide(From("US"), CutOff, Compile(EveryKind, account));
        Assert.Equal(
            (TerritoryAction.Reroute, TerritoryReason.AccountTerritoryNotServed), (decision.Action, decision.Reason));
    }

    [Fact]
    public void Facts_of_kinds_that_are_not_used_and_accounts_of_others_decide_nothing()
    {
        var account = new AccountConfig { Verified = Fact("US"), Declared = Fact("CN") };
        var rules = Compile(new() { Use = [AccountFactKind.Verified, AccountFactKind.Billing] }, account);
        Assert.Equal(TerritoryReason.TerritoryServed, Decide(From("US"), CutOff, rules).Reason);
        Assert.True(Decide(From("US", "other"), CutOff, Compile(EveryKind, account)).MayServe);
        Assert.True(Decide(From("US"), CutOff, Compile(null, account)).MayServe);
    }

    [Theory]
    [InlineData(50, 0.01, false)]
    [InlineData(50, 0, true)]
    [InlineData(30, 20.5, false)]
    [InlineData(0, 100, false)]
    [InlineData(0, 0, true)]
    public void Ownership_counts_over_all_territories_that_are_not_served_and_from_above_the_line(
        double fromChina, double fromCrimea, bool served)
    {
        var account = new AccountConfig
        {
            Ownership =
            [
                .. new[] { ("CN", fromChina), ("UA-43", fromCrimea), ("UA", 10.0) }
                    .Where(share => share.Item2 > 0).Select(share => Share(share.Item1, (decimal)share.Item2)),
            ],
        };
        var decision = Decide(From("US"), CutOff, Compile(new() { OwnershipAbovePercent = 50 }, account));
        Assert.Equal(served, decision.MayServe);
        Assert.Equal(
            served ? TerritoryReason.TerritoryServed : TerritoryReason.OwnershipNotServed, decision.Reason);
    }

    [Fact]
    public void The_address_is_named_first_where_both_exclude_and_an_exemption_covers_both()
    {
        var account = new AccountConfig { Declared = Fact("CN") };
        Assert.Equal(
            TerritoryReason.TerritoryNotServed, Decide(From("CN"), CutOff, Compile(EveryKind, account)).Reason);
        var exemption =
            new ExemptionConfig { Organization = "acme", Until = CutOff.AddDays(1), Approver = "counsel" };
        var exempt = Compile(EveryKind, account, exemption);
        Assert.Equal(TerritoryReason.ExemptionApplied, Decide(From("CN"), CutOff, exempt).Reason);
    }

    [Fact]
    public void An_account_is_given_notice_like_an_address()
    {
        var rules = TerritoryRulesCompiler.Compile(
            new("accounts", 1, new()
            {
                Scope = new(), Serves = new() { Exclude = ["CN"] }, Account = EveryKind,
                Announced = CutOff.AddDays(-7), Effective = new() { From = CutOff },
            }),
            CatalogSet.Empty,
            [new("acme", 1, new() { Account = new() { Billing = Fact("CN") } })]);
        Assert.Equal(TerritoryReason.NoticePhase, Decide(From("US"), CutOff.AddDays(-7), rules).Reason);
        Assert.Equal(TerritoryReason.AccountTerritoryNotServed, Decide(From("US"), CutOff, rules).Reason);
    }

    private static AccountFactConfig Fact(string territory) =>
        new() { Territory = territory, Source = "a document", AsOf = new DateOnly(2024, 6, 1) };

    private static OwnershipConfig Share(string territory, decimal percent) =>
        new() { Territory = territory, Percent = percent, Source = "a register", AsOf = new DateOnly(2024, 6, 1) };

    private static TerritoryRules Compile(
        AccountRuleConfig? rule, AccountConfig account, params ExemptionConfig[] exemptions) =>
        TerritoryRulesCompiler.Compile(
            new("accounts", 1, new()
            {
                Scope = new(), Serves = new() { Exclude = ["CN", "UA-43"] }, Account = rule,
                Unserved = TerritoryAction.Reroute, Exemptions = exemptions,
            }),
            CatalogSet.Empty, [new("acme", 1, new() { Account = account }), new("other", 1, new())]);
}
