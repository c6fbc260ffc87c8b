using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Policy.Tests.Configuration;

/// <summary>What a Grant may say, and what is said of one that is wrong.</summary>
public class GrantValidatorTests
{
    private static readonly ResourceDocument Alpha = Documents.Of(
        ResourceKind.Provider, "alpha",
        """
        {"catalog":"alpha","currency":"USD",
         "credentials":[{"name":"one","env":"A"},{"name":"two","account":"main","env":"B"}]}
        """);

    private const string Least =
        "\"provider\":\"alpha\",\"unit\":\"tokens\",\"amount\":1000,\"from\":\"2026-07-01T00:00:00Z\"";

    [Fact]
    public void The_least_is_a_provider_a_unit_an_amount_and_a_beginning() =>
        Assert.Empty(Documents.Errors(Alpha, Grant($$"""{{{Least}}}""")));

    [Fact]
    public void A_grant_may_be_narrowed_to_models_an_account_and_organizations() =>
        Assert.Empty(Documents.Errors(
            Alpha, Documents.Of(ResourceKind.Organization, "acme", "{}"),
            Grant($$"""
                {{{Least}},"models":["large","em*"],"account":"main","organizations":["acme"],"renews":"monthly",
                 "time_zone":"Asia/Shanghai","until":"2027-01-01T00:00:00+08:00","conditions":"c","source":"s"}
                """)));

    [Theory]
    [InlineData("daily")]
    [InlineData("weekly")]
    [InlineData("monthly")]
    public void A_grant_may_be_given_anew_in_each_period_of_a_zone(string renews) =>
        Assert.Empty(Documents.Errors(
            Alpha, Grant($$"""{{{Least}},"renews":"{{renews}}","time_zone":"America/Havana"}""")));

    [Theory]
    [InlineData("\"provider\":\"alpa\"", "provider: there is no Provider 'alpa'; did you mean 'alpha'?")]
    [InlineData("\"models\":[]", "models: is an empty list; name at least one, or remove the key to mean all")]
    [InlineData("\"models\":[\"larg\"]", "models[0]: there is no model of 'alpha' 'larg'; did you mean 'large'?")]
    [InlineData("\"models\":[\"x*\"]", "models[0]: 'x*' matches no model of 'alpha'")]
    [InlineData("\"models\":[\"large\",\"large\"]", "models[1]: 'large' is listed twice")]
    [InlineData("\"account\":\"other\"", "account: there is no account of 'alpha' 'other'")]
    [InlineData("\"unit\":\"money\"", "currency: is missing: the unit is money")]
    [InlineData("\"currency\":\"USD\"", "currency: stands beside a unit of tokens; remove it")]
    [InlineData("\"amount\":0", "amount: 0 is not above 0; accepted: more than 0")]
    [InlineData("\"amount\":0.5", "amount: 0.5 is too fine; accepted: whole tokens")]
    [InlineData("\"amount\":1000000000000001", "amount: 1000000000000001 is out of range")]
    [InlineData("\"until\":\"2026-07-01T00:00:00Z\"", "until: is not after from")]
    [InlineData("\"time_zone\":\"UTC\"", "time_zone: says nothing: the grant does not renew")]
    [InlineData("\"time_zone\":\"Mars/Olympus\"", "time_zone: 'Mars/Olympus' is not a time zone")]
    [InlineData("\"organizations\":[\"acme\"]", "organizations[0]: there is no Organization 'acme'")]
    [InlineData("\"offer\":\"none\"", "offer: there is no offer of 'alpha' in the catalog 'none'")]
    public void Every_error_says_where_it_is_and_what_is_accepted(string member, string expected)
    {
        var name = member[..member.IndexOf(':', StringComparison.Ordinal)];
        var least = string.Join(',', Least.Split(',').Where(m => !m.StartsWith(name, StringComparison.Ordinal)));

        var errors = Documents.Errors(Alpha, Grant($$"""{{{least}},{{member}}}"""));

        Assert.Contains(errors, e => e.StartsWith($"Grant/g spec.{expected}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"currency\":\"usd\",\"amount\":1", "currency: 'usd' is not a currency")]
    [InlineData("\"currency\":\"CNY\",\"amount\":1", "currency: 'alpha' is billed in another currency; accepted: USD")]
    [InlineData("\"currency\":\"USD\",\"amount\":1.0000000001", "amount: 1.0000000001 is too fine")]
    [InlineData("\"currency\":\"USD\",\"amount\":1000000001", "amount: 1000000001 is out of range")]
    public void Money_has_a_currency_and_nine_decimals(string members, string expected)
    {
        var errors = Documents.Errors(Alpha, Grant(
            $$"""{"provider":"alpha","unit":"money","from":"2026-07-01T00:00:00Z",{{members}}}"""));

        Assert.StartsWith($"Grant/g spec.{expected}", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_told_at_once()
    {
        var errors = Documents.Errors(Grant(
            """
            {"provider":"x","unit":"money","amount":-1,"from":"2026-07-01T00:00:00Z","until":"2026-06-01T00:00:00Z",
             "organizations":[],"time_zone":"UTC"}
            """));

        Assert.Equal(6, errors.Count);
    }

    [Fact]
    public void A_route_that_does_not_prefer_grants_has_no_end_of_grants()
    {
        var errors = Documents.Errors(Alpha, Documents.Of(
            ResourceKind.Route, "r", """{"targets":[{"target":"alpha/large"}],"on_grant_end":"next"}"""));

        Assert.StartsWith("Route/r spec.on_grant_end: says nothing", Assert.Single(errors), StringComparison.Ordinal);
    }

    private static ResourceDocument Grant(string spec) => Documents.Of(ResourceKind.Grant, "g", spec);
}
