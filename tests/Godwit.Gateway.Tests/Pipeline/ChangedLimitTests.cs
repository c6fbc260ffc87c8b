using System.Net;
using System.Text.Json;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>A limit that is published anew while its window still has what was counted under its name.</summary>
public sealed class ChangedLimitTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const long Output = 100;

    // At worst a request has a token for each byte, and its output.
    private static readonly long Worst = Body.Length + Output;

    private static readonly PriceOverrideConfig Price = new()
    {
        Provider = "openai", Model = "*", ValidFrom = new(2020, 1, 1), Currency = "USD",
        InputPerMillion = 1_000m, OutputPerMillion = 2_000m,
    };

    private static string Body =>
        """{"model":"openai/gpt-4o","max_tokens":100,"messages":[{"role":"user","content":"hello"}]}""";

    [Fact]
    public async Task Tokens_are_not_counted_on_from_what_was_spent_nor_held_by_what_was_taken_ahead_of_that()
    {
        Publish(1, new() { Unit = LimitUnit.Spend, Limit = 1_000, Currency = "USD" });
        await ServedAsync();

        Publish(2, new() { Unit = LimitUnit.Tokens, Limit = 2 * Worst });
        await AssertHoldsAsync(2 * Worst);
    }

    [Fact]
    public async Task A_lowered_amount_holds_from_the_next_request_on_and_a_raised_one_is_there_at_once()
    {
        Publish(3, new() { Unit = LimitUnit.InputTokens, Limit = 1_000_000 });
        var used = (await ServedAsync()).InputTokens!.Value;

        Publish(4, new() { Unit = LimitUnit.InputTokens, Limit = Body.Length + used - 1 });
        await AssertRefusedAsync();

        Publish(5, new() { Unit = LimitUnit.InputTokens, Limit = Body.Length + used });
        await ServedAsync();
    }

    /// <summary>Serves what there is room for, and refuses the next.</summary>
    private async Task AssertHoldsAsync(long limit)
    {
        for (var spent = 0L; limit - spent >= Worst;)
        {
            var usage = await ServedAsync();
            spent += usage.InputTokens!.Value + usage.OutputTokens!.Value;
        }

        await AssertRefusedAsync();
    }

    private async Task<TokenUsage> ServedAsync()
    {
        using var response = await gateway.ChatAsync(Body);
        await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await gateway.RecordOf(response)).Usage;
    }

    private async Task AssertRefusedAsync()
    {
        using var response = await gateway.ChatAsync(Body);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal("rate_limit_exceeded", error.GetProperty("code").GetString());
    }

    private void Publish(long version, RateLimitConfig limit) => gateway.Publish(set => set with
    {
        RateLimits = [new("l", version, limit)], PriceOverrides = [new("p", 1, Price)],
    });
}
