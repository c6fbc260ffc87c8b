using System.Net;
using System.Text;
using System.Text.Json;
using Godwit.Policy.Territories;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>What edges and resellers say of the caller, on a real socket.</summary>
public sealed class CallerEvidenceTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task An_edge_that_places_the_caller_elsewhere_makes_its_territory_disputed()
    {
        using var response = await SendAsync("only-openai", GatewayFixture.America, ("cf-ipcountry", "CN"));
        var record = await gateway.RecordOf(response);
        Assert.Equal(("US", true), (record.Territory, record.Disputed));
        Assert.Equal(Confidence.Medium, record.Confidence);
    }

    [Fact]
    public async Task An_edge_that_says_Tor_makes_the_network_Tor()
    {
        using var response = await SendAsync("only-openai", GatewayFixture.America, ("cf-ipcountry", "T1"));
        Assert.Equal(NetworkKind.Tor, (await gateway.RecordOf(response)).Network);
    }

    [Fact]
    public async Task A_resellers_end_user_is_refused_where_it_may_not_be_served_though_the_reseller_may()
    {
        using var response = await ResellAsync("only-openai", GatewayFixture.America, GatewayFixture.China);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("an end user in CN", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var record = await gateway.RecordOf(response);
        Assert.Equal(("US", "CN", true), (record.Territory, record.EndUser!.Territory, record.EndUser.Decided));
        Assert.Equal("111.13.101.0/24", record.EndUser.Network);
        Assert.DoesNotContain(GatewayFixture.China, JsonSerializer.Serialize(record), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reseller_is_no_way_round_its_own_address()
    {
        using var response = await ResellAsync("only-openai", GatewayFixture.China, GatewayFixture.America);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        var record = await gateway.RecordOf(response);
        Assert.Equal(("CN", "US", false), (record.Territory, record.EndUser!.Territory, record.EndUser.Decided));
    }

    [Fact]
    public async Task A_reseller_whose_end_user_may_be_served_is_served_and_both_are_recorded()
    {
        using var response = await ResellAsync("only-openai", GatewayFixture.America, "2001:4860:4860::8888");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("2001:4860:4860::/48", (await gateway.RecordOf(response)).EndUser!.Network);
        using var without = await ResellAsync("only-openai", GatewayFixture.America, null);
        Assert.Null((await gateway.RecordOf(without)).EndUser);
    }

    [Theory]
    [InlineData("010.0.0.1")]
    [InlineData("0x08080808")]
    [InlineData("1.2.3")]
    [InlineData("16909060")]
    [InlineData("fe80::1%eth0")]
    [InlineData("8.8.8.8:80")]
    [InlineData("[2001:250::1]")]
    [InlineData("8.8.8.8, 9.9.9.9")]
    [InlineData("nobody")]
    public async Task A_reseller_that_names_its_end_user_in_another_form_is_told_so(string text)
    {
        using var response = await ResellAsync("only-openai", GatewayFixture.America, text);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_end_user_address", (await gateway.RecordOf(response)).ErrorCode);
    }

    [Fact]
    public async Task Who_is_no_reseller_names_no_end_user()
    {
        foreach (var text in new[] { GatewayFixture.China, "nonsense" })
        {
            using var response = await SendAsync(
                "only-openai", GatewayFixture.America, (GatewayFixture.EndUserHeader, text));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Null((await gateway.RecordOf(response)).EndUser);
        }
    }

    private Task<HttpResponseMessage> ResellAsync(string model, string from, string? endUser) => SendAsync(
        model, from, ("Authorization", $"Bearer {GatewayFixture.ResellerKey}"),
        (GatewayFixture.EndUserHeader, endUser));

    private async Task<HttpResponseMessage> SendAsync(
        string model, string from, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(
                $$"""{"model":"{{model}}","messages":[{"role":"user","content":"hello"}]}""", Encoding.UTF8,
                "application/json"),
        };
        request.Headers.Add("X-Forwarded-For", from);
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
            request.Headers.TryAddWithoutValidation(name, value);
        return await gateway.Client.SendAsync(request);
    }
}
