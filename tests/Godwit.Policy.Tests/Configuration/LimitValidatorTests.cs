using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Policy.Tests.Configuration;

/// <summary>What RateLimits and Budgets may say, and what is said of one that is wrong.</summary>
public class LimitValidatorTests
{
    private static readonly ResourceDocument Alpha =
        Documents.Of(ResourceKind.Provider, "alpha", """{"catalog":"alpha"}""");

    [Theory]
    [InlineData("RateLimit", """{"unit":"requests","limit":60}""")]
    [InlineData("RateLimit", """{"unit":"concurrency","limit":8,"per":"key"}""")]
    [InlineData("RateLimit", """{"unit":"spend","limit":0.5,"currency":"USD","window_seconds":3600}""")]
    [InlineData("Budget", """{"amount":12.5,"currency":"CNY","time_zone":"Asia/Shanghai","alerts":[50,80,100]}""")]
    [InlineData("RateLimit", """{"unit":"tokens","limit":60,"unbounded_tools":"allow"}""")]
    [InlineData("Budget", """{"unit":"input_tokens","amount":60,"unbounded_tools":"allow"}""")]
    [InlineData("Budget", """{"unit":"tokens","amount":1000000,"scope":{"providers":["alpha"],"models":["alpha/*"]}}""")]
    public void The_least_is_a_unit_and_an_amount(string kind, string spec) =>
        Assert.Empty(Documents.Errors(Alpha, Documents.Of(Enum.Parse<ResourceKind>(kind), "l", spec)));

    [Theory]
    [InlineData("RateLimit", """{"unit":"requests","limit":0}""", "spec.limit: 0 is out of range; accepted: above 0")]
    [InlineData("RateLimit", """{"unit":"tokens","limit":1.5}""", "spec.limit: 1.5 is not a whole number")]
    [InlineData("RateLimit", """{"unit":"spend","limit":1}""", "spec.currency: is needed with spend")]
    [InlineData("RateLimit", """{"unit":"spend","limit":1,"currency":"usd"}""", "spec.currency: 'usd' is not a currency")]
    [InlineData("RateLimit", """{"unit":"tokens","limit":1,"currency":"USD"}""", "spec.currency: is only for spend")]
    [InlineData(
        "RateLimit", """{"unit":"spend","limit":0.0000000001,"currency":"USD"}""", "spec.limit: 0.0000000001 has more")]
    [InlineData(
        "RateLimit", """{"unit":"requests","limit":1,"window_seconds":86401}""", "spec.window_seconds: 86401 is out of")]
    [InlineData(
        "RateLimit", """{"unit":"concurrency","limit":1,"window_seconds":60}""", "spec.window_seconds: has no meaning")]
    [InlineData(
        "RateLimit", """{"unit":"requests","limit":1,"scope":{"providers":["alpa"]}}""",
        "spec.scope.providers[0]: there is no Provider 'alpa'; did you mean 'alpha'?")]
    [InlineData(
        "RateLimit", """{"unit":"requests","limit":1,"scope":{"keys":["k"]}}""", "spec.scope.keys[0]: there is no ApiKey")]
    [InlineData(
        "RateLimit", """{"unit":"requests","limit":1,"scope":{"models":["x*"]}}""",
        "spec.scope.models: 'x*' matches no model")]
    [InlineData("Budget", """{"unit":"concurrency","amount":1}""", "spec.unit: 'concurrency' has no period")]
    [InlineData(
        "Budget", """{"unit":"tokens","amount":1,"time_zone":"Mars/Olympus"}""",
        "spec.time_zone: 'Mars/Olympus' is not a time zone")]
    [InlineData("Budget", """{"unit":"tokens","amount":1,"alerts":[50,50]}""", "spec.alerts[1]: 50 is listed twice")]
    [InlineData(
        "Budget", """{"unit":"tokens","amount":1,"recipients":["a@example.com"]}""", "spec.alerts: is needed for who")]
    [InlineData(
        "Budget", """{"unit":"tokens","amount":1,"alerts":[50],"recipients":["nobody"]}""",
        "spec.recipients[0]: 'nobody' is not a mail address")]
    [InlineData("Budget", """{"unit":"tokens","amount":1,"unpriced":"allow"}""", "spec.unpriced: is only for a hard")]
    [InlineData(
        "Budget", """{"unit":"tokens","amount":1,"enforcement":"soft","unbounded_tools":"allow"}""",
        "spec.unbounded_tools: is only for a hard limit of tokens")]
    [InlineData(
        "RateLimit", """{"unit":"requests","limit":1,"unbounded_tools":"allow"}""",
        "spec.unbounded_tools: is only for a hard limit of tokens")]
    public void Every_error_says_where_it_is_and_what_is_accepted(string kind, string spec, string expected) =>
        Assert.Contains(
            Documents.Errors(Alpha, Documents.Of(Enum.Parse<ResourceKind>(kind), "l", spec)),
            error => error.ToString()!.Contains(expected, StringComparison.Ordinal));
}
