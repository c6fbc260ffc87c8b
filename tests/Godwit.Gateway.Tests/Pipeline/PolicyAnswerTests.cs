using System.Net;
using System.Text.Json;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>What callers are told of a policy, before it holds and from then on.</summary>
public sealed class PolicyAnswerTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Hello = """{"model":"only-openai","messages":[{"role":"user","content":"Hello"}]}""";
    private const string NoticeLink = "<https://example.com/notice>; rel=\"sunset\"";
    private static readonly DateTimeOffset Ahead = new(2124, 7, 9, 0, 0, 0, TimeSpan.Zero);
    private static readonly string AheadText = "Sun, 09 Jul 2124 00:00:00 GMT";

    [Theory]
    [InlineData(Hello)]
    [InlineData("""{"model":"only-openai","stream":true,"messages":[{"role":"user","content":"Hello"}]}""")]
    public async Task During_the_notice_every_answer_says_until_when_it_is_given(string body)
    {
        gateway.Publish(Announced());
        using var response = await gateway.ChatAsync(body, GatewayFixture.China);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("served", Header(response, "x-godwit-decision"));
        Assert.Equal((AheadText, NoticeLink), (Header(response, "Sunset"), Header(response, "Link")));
        await response.Content.ReadAsStringAsync();
        var record = await gateway.RecordOf(response);
        Assert.Equal(
            (RequestDecision.Served, "notice_phase", "openai-territories@1"),
            (record.Decision, record.Reason, record.Policy));
    }

    [Fact]
    public async Task Who_stays_served_is_told_nothing()
    {
        gateway.Publish(Announced());
        using var response = await gateway.ChatAsync(Hello);
        Assert.Equal((null, null), (Header(response, "Sunset"), Header(response, "Link")));
    }

    [Theory]
    [InlineData("/v1/models", true)]
    [InlineData("/v1/models/only-openai", true)]
    [InlineData("/v1/models/qwen/qwen-plus", false)]
    public async Task The_list_of_models_tells_it_too(string path, bool told)
    {
        gateway.Publish(Announced());
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Forwarded-For", GatewayFixture.China);
        using var response = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(told ? AheadText : null, Header(response, "Sunset"));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(told, text.Contains("\"available_until\":\"2124-07-09T00:00:00Z\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_that_follows_a_legal_demand_says_who_demands_it()
    {
        gateway.Publish(Announced() with
        {
            Effective = null, NoticeFrom = null,
            LegalDemand = new() { BlockedBy = "https://example.com/legal", Reference = "Regulation 12/2034" },
        });
        using var response = await gateway.ChatAsync(Hello, GatewayFixture.China);
        Assert.Equal(HttpStatusCode.UnavailableForLegalReasons, response.StatusCode);
        Assert.Equal("<https://example.com/legal>; rel=\"blocked-by\"", Header(response, "Link"));
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Null(response.Headers.RetryAfter);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var error = body.RootElement.GetProperty("error");
        Assert.Equal("unsupported_country_region_territory", error.GetProperty("code").GetString());
        Assert.Contains("Regulation 12/2034", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_is_not_served_is_refused_from_anywhere_and_told_why()
    {
        var billing = new AccountFactConfig { Territory = "CN", Source = "invoice", AsOf = new(2024, 6, 1) };
        var policy = Announced() with
        {
            Effective = null, NoticeFrom = null, Account = new() { Use = [AccountFactKind.Billing] },
        };
        gateway.Publish(policy, new() { Billing = billing });
        using var response = await gateway.ChatAsync(Hello);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains(
            "may not be served to this organization, for the territory of its account, by policy 'openai-territories'",
            await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("account_territory_not_served", (await gateway.RecordOf(response)).Reason);
    }

    private static TerritoryPolicyConfig Announced() => new()
    {
        Scope = new() { Providers = ["openai"] },
        Serves = new() { Exclude = ["CN"] },
        NoticeFrom = new(2024, 6, 25, 0, 0, 0, TimeSpan.Zero),
        Effective = new() { From = Ahead },
        NoticeUrl = "https://example.com/notice",
    };

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
