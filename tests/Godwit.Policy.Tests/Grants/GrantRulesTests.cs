using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Grants;
using Godwit.Policy.Pricing;
using Godwit.Policy.Tests.Configuration;
using Xunit;
using static Godwit.Policy.Tests.Grants.GrantSamples;

namespace Godwit.Policy.Tests.Grants;

/// <summary>Periods of a grant, what it is for, and what usage takes of it.</summary>
public class GrantRulesTests
{
    [Fact]
    public void A_grant_that_does_not_renew_has_one_period_whatever_its_beginning()
    {
        var grant = Grant();

        Assert.Equal(new GrantPeriod(0, grant.UntilTicks), grant.PeriodOf(Ticks("2026-05-05T00:00:00Z")));
        Assert.Equal(0, Grant(from: "2026-02-02T00:00:00Z").PeriodOf(0).StartTicks);
        Assert.Equal(long.MaxValue, Grant(until: "").PeriodOf(0).EndTicks);
    }

    [Theory]
    [InlineData("UTC", "2026-03-31T23:59:59Z", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z")]
    [InlineData("Asia/Shanghai", "2026-03-31T16:00:00Z", "2026-03-31T16:00:00Z", "2026-04-30T16:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-31T21:59:59Z", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z")]
    [InlineData("America/New_York", "2026-12-20T00:00:00Z", "2026-12-01T05:00:00Z", "2026-12-25T00:00:00Z")]
    [InlineData("UTC", "2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")]
    [InlineData("UTC", "2030-01-01T00:00:00Z", "2026-12-01T00:00:00Z", "2026-12-25T00:00:00Z")]
    public void A_monthly_grant_has_the_calendar_months_of_its_zone(string zone, string at, string start, string end)
    {
        var grant = Grant(until: "2026-12-25T00:00:00Z", renews: GrantRenewal.Monthly, zone: zone,
            from: "2026-01-15T00:00:00Z");

        var period = grant.PeriodOf(Ticks(at));

        Assert.Equal(new GrantPeriod(Ticks(start), Ticks(end)), period);
    }

    [Theory]
    [InlineData(GrantRenewal.Daily, "2026-03-31T16:00:00Z", "2026-03-31T16:00:00Z", "2026-04-01T16:00:00Z")]
    [InlineData(GrantRenewal.Daily, "2026-12-24T23:59:59Z", "2026-12-24T16:00:00Z", "2026-12-25T00:00:00Z")]
    [InlineData(GrantRenewal.Daily, "2020-01-01T00:00:00Z", "2026-01-14T16:00:00Z", "2026-01-15T16:00:00Z")]
    [InlineData(GrantRenewal.Weekly, "2026-03-31T16:00:00Z", "2026-03-29T16:00:00Z", "2026-04-05T16:00:00Z")]
    [InlineData(GrantRenewal.Weekly, "2030-01-01T00:00:00Z", "2026-12-20T16:00:00Z", "2026-12-25T00:00:00Z")]
    public void A_grant_by_the_day_or_week_has_those_of_its_zone(
        GrantRenewal renews, string at, string start, string end)
    {
        var grant = Grant(until: "2026-12-25T00:00:00Z", renews: renews, zone: "Asia/Shanghai",
            from: "2026-01-15T00:00:00Z");

        Assert.Equal(new GrantPeriod(Ticks(start), Ticks(end)), grant.PeriodOf(Ticks(at)));
    }

    [Fact]
    public void Each_unit_takes_what_it_counts_and_money_is_rounded_up_to_a_billionth()
    {
        var usage = new TokenUsage(100, 20, 50, 10);
        var cost = new Cost(0.00000000123m, "USD");

        Assert.Equal(120, Grant().AmountOf(usage, null));
        Assert.Equal(100, Grant(unit: GrantUnit.InputTokens).AmountOf(usage, null));
        Assert.Equal(20, Grant(unit: GrantUnit.OutputTokens).AmountOf(usage, null));
        Assert.Equal(2, Grant(unit: GrantUnit.Money).AmountOf(usage, cost));
        Assert.Equal(100, Grant().AmountOf(new TokenUsage(100, null, null, null), null));
    }

    [Fact]
    public void What_is_not_known_takes_an_unknown_amount()
    {
        Assert.Null(Grant().AmountOf(new TokenUsage(null, 20, null, null), null));
        Assert.Null(Grant().AmountOf(new TokenUsage(-1, 20, null, null), null));
        Assert.Null(Grant().AmountOf(new TokenUsage(1, long.MaxValue, null, null), null));
        Assert.Null(Grant(unit: GrantUnit.Money).AmountOf(new TokenUsage(1, 1, null, null), null));
        Assert.Null(Grant(unit: GrantUnit.Money).AmountOf(new TokenUsage(1, 1, null, null), new Cost(1m, "CNY")));
        Assert.Null(
            Grant(unit: GrantUnit.Money).AmountOf(new TokenUsage(1, 1, null, null), new Cost(decimal.MaxValue, "USD")));
    }

    [Fact]
    public void A_compiled_grant_is_for_its_models_accounts_and_organizations_alone()
    {
        var set = Documents.Valid(
            Documents.Of(
                ResourceKind.Provider, "alpha", """{"catalog":"alpha","credentials":[{"name":"one","env":"A"}]}"""),
            Documents.Of(ResourceKind.Organization, "acme", "{}"),
            Documents.Of(ResourceKind.Organization, "beta", "{}"),
            Documents.Of(ResourceKind.Grant, "later", """
                {"provider":"alpha","unit":"tokens","amount":5,"from":"2026-01-01T00:00:00Z"}
                """),
            Documents.Of(ResourceKind.Grant, "narrow", """
                {"provider":"alpha","unit":"money","currency":"USD","amount":1.5,"from":"2026-01-01T00:00:00+08:00",
                 "until":"2026-12-31T00:00:00Z","models":["la*"],"account":"one","organizations":["beta"]}
                """));

        var grants = GrantRulesCompiler.Compile(set);

        Assert.Equal(["grant/narrow", "grant/later"], grants.Select(g => g.Account));
        Assert.Equal((1_500_000_000, Ticks("2025-12-31T16:00:00Z")), (grants[0].Amount, grants[0].FromTicks));
        Assert.True(grants[0].Matches("large", "one", organization: 1));
        Assert.False(grants[0].Matches("embed", "one", organization: 1));
        Assert.False(grants[0].Matches("large", null, organization: 1));
        Assert.False(grants[0].Matches("large", "one", organization: 0));
        Assert.False(grants[0].Matches("large", "one", organization: -1));
        Assert.True(grants[1].Matches("embed", null, organization: -1));
    }
}
