using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Policy.Tests.Configuration;

/// <summary>What an ExchangeRate may say, and what is said of one that is wrong.</summary>
public class ExchangeRateValidatorTests
{
    private const string Least = """{"from":"EUR","to":"USD","rate":1.08,"valid_from":"2026-07-01"}""";

    [Fact]
    public void The_least_is_two_currencies_a_rate_and_a_day() => Assert.Empty(Documents.Errors(Rate("r", Least)));

    [Theory]
    [InlineData("\"EUR\"", "\"euro\"", "spec.from: 'euro' is not a currency; accepted: an ISO 4217 code, e.g. USD")]
    [InlineData("\"USD\"", "\"$\"", "spec.to: '$' is not a currency; accepted: an ISO 4217 code, e.g. USD")]
    [InlineData("\"USD\"", "\"EUR\"", "spec.to: is 'EUR', as from is; accepted: another currency")]
    [InlineData("1.08", "0", "spec.rate: 0 is out of range; accepted: 0.000000001 to 1000000000")]
    [InlineData("1.08", "-1", "spec.rate: -1 is out of range; accepted: 0.000000001 to 1000000000")]
    [InlineData("1.08", "1000000001", "spec.rate: 1000000001 is out of range; accepted: 0.000000001 to 1000000000")]
    public void Every_error_says_where_it_is_and_what_is_accepted(string right, string wrong, string expected)
    {
        var errors = Documents.Errors(Rate("r", Least.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.Equal([$"ExchangeRate/r {expected}"], errors);
    }

    [Fact]
    public void A_pair_has_one_rate_a_day_in_each_direction()
    {
        var opposite = """{"from":"USD","to":"EUR","rate":0.92,"valid_from":"2026-07-01"}""";

        var errors = Documents.Errors(Rate("r", Least), Rate("back", opposite), Rate("s", Least));

        Assert.Equal(
            ["ExchangeRate/s spec.valid_from: ExchangeRate/r gives these currencies a rate from the same day"],
            errors);
    }

    private static ResourceDocument Rate(string name, string spec) =>
        Documents.Of(ResourceKind.ExchangeRate, name, spec);
}
