using System.Text;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>What a request cost, and the price that the record names.</summary>
public sealed class PricedRequestTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private static readonly PriceOverrideConfig ForAll = new()
    {
        Provider = "openai", Model = "gpt-4o", ValidFrom = new(2020, 1, 1), Currency = "EUR",
        InputPerMillion = 1_000m, CacheReadInputPerMillion = 1_000m, OutputPerMillion = 2_000m,
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_record_names_the_price_that_its_cost_was_computed_by(bool stream)
    {
        gateway.PublishPrices(ForAll);

        var record = await gateway.RecordOf(await AskAsync(stream));

        var usage = record.Usage;
        Assert.Equal(
            ((usage.InputTokens!.Value * 1_000m) + (usage.OutputTokens!.Value * 2_000m)) / 1_000_000m, record.Cost);
        Assert.Equal("EUR", record.Currency);
        Assert.StartsWith("PriceOverride/p0@2020-01-01#", record.PriceVersion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_organizations_own_price_wins_and_one_to_come_does_not_hold_yet()
    {
        gateway.PublishPrices(
            ForAll, ForAll with { Model = "gpt-*", Organization = "acme", Currency = "USD" },
            ForAll with { Organization = "acme", ValidFrom = new(2999, 1, 1) });

        var record = await gateway.RecordOf(await AskAsync(stream: false));

        Assert.Equal("USD", record.Currency);
        Assert.StartsWith("PriceOverride/p1@", record.PriceVersion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_price_for_what_was_used_there_is_neither_cost_nor_price()
    {
        gateway.PublishPrices(ForAll with { OutputPerMillion = null });

        using var response = await AskAsync(stream: false);

        Assert.False(response.Headers.Contains("x-godwit-cost"));
        var record = await gateway.RecordOf(response);
        Assert.Equal((null, null, null), (record.Cost, record.Currency, record.PriceVersion));
    }

    private async Task<HttpResponseMessage> AskAsync(bool stream)
    {
        var body = $$"""
            {"model":"gpt-4o","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hello"}]}
            """;
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = content };
        request.Headers.Add("X-Forwarded-For", GatewayFixture.America);
        var response = await gateway.Client.SendAsync(request);
        await response.Content.LoadIntoBufferAsync();
        return response;
    }
}
