using System.Net;
using System.Text;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Providers.Tokens;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>Prompts whose bytes have no room in a limit or grant, and whose tokens do.</summary>
public sealed class CountedInputTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task A_prompt_that_fits_by_its_tokens_is_served_and_the_next_refused()
    {
        Publish(set => set with { RateLimits = [Rate("tpm-a", LimitUnit.Tokens, 3_000)] });
        var body = Body("only-openai", Prompt(8_000));

        using var first = await gateway.ChatAsync(body);
        await first.Content.ReadAsStringAsync();
        using var next = await gateway.ChatAsync(body);

        var record = await gateway.RecordOf(first);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.InRange(RateHeaders.TokensTaken(first), 1_700, 2_900);
        Assert.False(record.UsageEstimated);
        Assert.Equal(HttpStatusCode.TooManyRequests, next.StatusCode);
        Assert.NotNull(next.Headers.RetryAfter);
        Assert.Contains("its input was counted in tokens", await MessageOf(next));
    }

    [Fact]
    public async Task A_prompt_that_fits_by_its_bytes_is_not_counted()
    {
        Publish(set => set with { RateLimits = [Rate("tpm-b", LimitUnit.Tokens, 100_000)] });
        var body = Body("only-openai", Prompt(8_000));

        using var response = await gateway.ChatAsync(body);
        await response.Content.ReadAsStringAsync();

        Assert.Equal(body.Length + 100, RateHeaders.TokensTaken(response));
    }

    [Fact]
    public async Task A_model_without_a_published_vocabulary_counts_by_bytes_and_the_refusal_says_so()
    {
        Publish(set => set with { RateLimits = [Rate("tpm-c", LimitUnit.Tokens, 3_000)] });

        using var alone = await gateway.ChatAsync(Body("qwen/qwen-plus", Prompt(8_000)));
        using var beside = await gateway.ChatAsync(Body("with-fallback", Prompt(8_000)));

        Assert.Equal(
            [HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], [alone.StatusCode, beside.StatusCode]);
        Assert.Null(alone.Headers.RetryAfter);
        foreach (var message in new[] { await MessageOf(alone), await MessageOf(beside) })
            Assert.Contains("its input counts by its bytes: qwen/qwen-plus has no published vocabulary", message);
    }

    [Fact]
    public async Task What_is_too_much_at_one_provider_by_its_bytes_goes_to_the_one_that_counts_it()
    {
        Publish(set => set with
        {
            RateLimits =
            [
                new("own-d", 1, new()
                {
                    Unit = LimitUnit.InputTokens, Limit = 2_500, Per = LimitPer.Provider,
                }),
            ],
            Routes = [.. set.Routes, new("two", 1, new()
            {
                Targets = [new() { Target = "qwen/qwen-plus" }, new() { Target = "openai/gpt-4o" }],
            })],
        });

        using var response = await gateway.ChatAsync(Body("two", Prompt(8_000)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("openai", response.Headers.GetValues("x-godwit-provider").Single());
    }

    [Fact]
    public async Task A_long_prompt_is_counted_until_there_is_no_room_and_told_to_come_again_or_not()
    {
        Publish(set => set with { RateLimits = [Rate("tpm-e", LimitUnit.Tokens, 50_000)] });

        using var fits = await gateway.ChatAsync(Body("only-openai", Prompt(120_000)));
        await fits.Content.ReadAsStringAsync();
        using var later = await gateway.ChatAsync(Body("only-openai", Prompt(180_000)));
        using var never = await gateway.ChatAsync(Body("only-openai", Prompt(900_000)));

        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        Assert.Equal(
            [HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], [later.StatusCode, never.StatusCode]);
        Assert.NotNull(later.Headers.RetryAfter);
        Assert.Null(never.Headers.RetryAfter);
        Assert.Contains("more than it ever allows", await MessageOf(never));
    }

    [Fact]
    public async Task A_budget_of_money_and_a_grant_count_too()
    {
        Publish(set => set with
        {
            PriceOverrides = [new("p", 1, new()
            {
                Provider = "openai", Model = "*", ValidFrom = new(2020, 1, 1), Currency = "USD",
                InputPerMillion = 1_000m, OutputPerMillion = 1_000m,
            })],
            Budgets = [new("b-f", 1, new() { Amount = 3m, Currency = "USD" })],
            Grants = [new("g-f", 1, new()
            {
                Provider = "openai", Unit = GrantUnit.Tokens, Amount = 3_000, From = DateTimeOffset.UnixEpoch,
                Until = DateTimeOffset.UtcNow.AddDays(10),
            })],
        });

        using var response = await gateway.ChatAsync(Body("only-openai", Prompt(8_000)));
        await response.Content.ReadAsStringAsync();

        var record = await gateway.RecordOf(response);
        Assert.Equal(["Budget/b-f#USD", "grant/g-f"], record.Charges!.Select(c => c.Account));
        Assert.InRange(record.Charges![0].Reserved, 1_700_000_000, 2_900_000_000);
        Assert.InRange(record.Charges[1].Reserved, 1_700, 2_900);
    }

    [Fact]
    public async Task A_grant_alone_counts()
    {
        Publish(set => set with
        {
            Grants = [new("g-g", 1, new()
            {
                Provider = "openai", Unit = GrantUnit.Tokens, Amount = 3_000, From = DateTimeOffset.UnixEpoch,
                Until = DateTimeOffset.UtcNow.AddDays(10),
            })],
        });

        using var response = await gateway.ChatAsync(Body("only-openai", Prompt(8_000)));
        await response.Content.ReadAsStringAsync();

        var charge = (await gateway.RecordOf(response)).Charges!.Single();
        Assert.Equal("grant/g-g", charge.Account);
        Assert.InRange(charge.Reserved, 1_700, 2_900);
    }

    [Fact]
    public async Task Where_the_provider_tells_no_figure_the_input_is_estimated_by_the_vocabulary()
    {
        var counter = Vocabularies.Of(Vocabulary.O200kBase);
        await using var provider = new RawProvider(
            "HTTP/1.1 200 OK\nContent-Type: application/json",
            """
            {"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"The hedgehog knew that it had exactly as many as yesterday."},"finish_reason":"stop"}]}
            """);
        gateway.Publish(set => set with
        {
            Providers = [.. set.Providers, new("raw", 1, new()
            {
                Dialect = Dialect.OpenAIChat, BaseUrl = provider.Address.ToString(),
                Models = [new() { Name = "m", Tokenizer = Vocabulary.O200kBase }],
            })],
        });
        var prompt = Prompt(2_000);

        using var response = await gateway.ChatAsync(Body("raw/m", prompt));
        Assert.Contains("exactly as many", await response.Content.ReadAsStringAsync());

        var record = await gateway.RecordOf(response);
        Assert.True(record.UsageEstimated);
        Assert.Equal(counter.Count(prompt) + TokenEstimate.OfMessage, record.Usage.InputTokens);
    }

    private void Publish(Func<ConfigurationSet, ConfigurationSet> change) => gateway.Publish(set => change(set) with
    {
        Providers = [.. set.Providers.Select(p => p.Name != "openai" ? p : new(p.Name, p.Version, p.Spec with
        {
            Models = [.. p.Spec.Models!.Select(m => m with { Tokenizer = Vocabulary.O200kBase })],
        }))],
    });

    private static Resource<RateLimitConfig> Rate(string name, LimitUnit unit, decimal limit) =>
        new(name, 1, new() { Unit = unit, Limit = limit });

    private static string Body(string model, string prompt) => $$"""
        {"model":"{{model}}","max_tokens":100,"messages":[{"role":"user","content":"{{prompt}}"}]}
        """;

    private static string Prompt(int length)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < length; i++)
            text.Append("The hedgehog counted every apple of the garden again, and found ").Append(i).Append(". ");
        return text.ToString(0, length);
    }

    private static async Task<string> MessageOf(HttpResponseMessage response)
    {
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("error").GetProperty("message").GetString()!;
    }
}
