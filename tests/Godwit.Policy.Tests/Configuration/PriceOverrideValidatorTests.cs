using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Policy.Tests.Configuration;

/// <summary>What a PriceOverride may say, and what is said of one that is wrong.</summary>
public class PriceOverrideValidatorTests
{
    private static readonly ResourceDocument Alpha =
        Documents.Of(ResourceKind.Provider, "alpha", """{"catalog":"alpha","currency":"USD"}""");

    private const string Least =
        "\"provider\":\"alpha\",\"model\":\"large\",\"valid_from\":\"2026-07-01\","
        + "\"currency\":\"USD\",\"input_per_million\":2";

    [Fact]
    public void The_least_is_a_model_a_day_a_currency_and_a_price_of_input() =>
        Assert.Empty(Documents.Errors(Alpha, Price($$"""{{{Least}}}""")));

    [Theory]
    [InlineData("\"input_per_million\":-1", "spec.input_per_million: is negative; accepted: 0 or more")]
    [InlineData("\"output_per_million\":1000001",
        "spec.output_per_million: 1000001 is out of range; accepted: 0 to 1000000")]
    [InlineData("\"currency\":\"usd\"", "spec.currency: 'usd' is not a currency; accepted: an ISO 4217 code, e.g. USD")]
    [InlineData("\"currency\":\"EUR\"", "spec.currency: 'alpha' is billed in another currency; accepted: USD")]
    [InlineData("\"provider\":\"alpa\"", "spec.provider: there is no Provider 'alpa'; did you mean 'alpha'?")]
    [InlineData("\"model\":\"larg\"", "spec.model: there is no model of 'alpha' 'larg'; did you mean 'large'?")]
    [InlineData("\"model\":\"x*\"", "spec.model: 'x*' matches no model of 'alpha'")]
    [InlineData("\"organization\":\"acme\"", "spec.organization: there is no Organization 'acme'")]
    [InlineData("\"tiers\":[]", "spec.tiers: is an empty list; remove the key")]
    [InlineData(
        "\"tiers\":[{\"above_input_tokens\":0,\"input_per_million\":1}]",
        "spec.tiers[0].above_input_tokens: 0 is out of range; accepted: 1 or more")]
    [InlineData(
        "\"tiers\":[{\"above_input_tokens\":9,\"input_per_million\":1},"
        + "{\"above_input_tokens\":9,\"input_per_million\":1}]",
        "spec.tiers[1].above_input_tokens: is not above the tier before; accepted: tiers in ascending order")]
    [InlineData(
        "\"tiers\":[{\"above_input_tokens\":9,\"input_per_million\":-1}]",
        "spec.tiers[0].input_per_million: is negative")]
    [InlineData(
        "\"hours\":[{\"from\":\"24:00\",\"until\":\"25:00\",\"percent\":50}]",
        "spec.hours[0].from: '24:00' is not a time of day; accepted: 00:00 to 23:59")]
    [InlineData(
        "\"hours\":[{\"from\":\"01:00\",\"until\":\"01:00\",\"percent\":50}]",
            "spec.hours[0].until: is not after from")]
    [InlineData(
        "\"hours\":[{\"from\":\"23:00\",\"until\":\"02:00\",\"percent\":50},"
        + "{\"from\":\"01:00\",\"until\":\"03:00\",\"percent\":50}]",
        "spec.hours[1]: overlaps hours that stand above")]
    [InlineData(
        "\"hours\":[{\"from\":\"01:00\",\"until\":\"02:00\",\"percent\":50,\"days\":[\"monday\",\"monday\"]}]",
        "spec.hours[0].days: lists a day twice")]
    [InlineData(
        "\"hours\":[{\"from\":\"01:00\",\"until\":\"02:00\",\"percent\":50,\"days\":[\"moonday\"]}]",
        "spec.hours[0].days[0]: 'moonday' is not accepted here; accepted: sunday, monday")]
    [InlineData("\"server_tools\":[]", "spec.server_tools: is an empty list")]
    [InlineData("\"server_tools\":[{\"tool\":\"web search\",\"per_call\":1}]",
        "spec.server_tools[0].tool: 'web search' is no name of a tool; accepted: 1 to 32 of a to z, 0 to 9 and _")]
    [InlineData("\"server_tools\":[{\"tool\":\"a\",\"per_call\":1},{\"tool\":\"a\",\"per_request\":1}]",
        "spec.server_tools[1].tool: 'a' has a price above")]
    [InlineData("\"server_tools\":[{\"tool\":\"a\"}]",
        "spec.server_tools[0]: does not say what is paid for; accepted: either per_call or per_request")]
    [InlineData("\"server_tools\":[{\"tool\":\"a\",\"per_call\":1,\"per_request\":1}]",
        "spec.server_tools[0]: does not say what is paid for")]
    [InlineData("\"server_tools\":[{\"tool\":\"a\",\"per_call\":-1}]", "spec.server_tools[0].per_call: is negative")]
    [InlineData("\"server_tools\":[{\"tool\":\"a\",\"per_request\":2000000}]",
        "spec.server_tools[0].per_request: 2000000 is out of range")]
    [InlineData("\"batch_percent\":1001", "spec.batch_percent: 1001 is out of range; accepted: 0 to 1000")]
    public void Every_error_says_where_it_is_and_what_is_accepted(string member, string expected)
    {
        var name = member[..member.IndexOf(':', StringComparison.Ordinal)];
        var least = string.Join(',', Least.Split(',').Where(m => !m.StartsWith(name, StringComparison.Ordinal)));

        var errors = Documents.Errors(Alpha, Price($$"""{{{least}},{{member}}}"""));

        Assert.Contains(errors, e => e.StartsWith($"PriceOverride/p {expected}", StringComparison.Ordinal));
    }

    [Fact]
    public void All_errors_are_told_at_once()
    {
        var errors = Documents.Errors(Price(
            """{"provider":"x","model":"y","valid_from":"2026-07-01","currency":"u","input_per_million":-1}"""));

        Assert.Equal(3, errors.Count);
    }

    [Fact]
    public void Two_prices_of_one_model_do_not_begin_on_one_day()
    {
        var errors = Documents.Errors(
            Alpha, Price($$"""{{{Least}}}"""), Documents.Of(ResourceKind.PriceOverride, "q", $$"""{{{Least}}}"""));

        Assert.Equal(
            ["PriceOverride/q spec.valid_from: PriceOverride/p gives these models a price from the same day"], errors);
    }

    private static ResourceDocument Price(string spec) => Documents.Of(ResourceKind.PriceOverride, "p", spec);
}
