using System.Net;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>Tools that a provider runs itself, in limits: what they find is input that no body holds.</summary>
public sealed class ToolBoundTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const int Context = 10_000;
    private const string Search = "\"tools\":[{\"type\":\"web_search\"}],";
    private const string Twice = Search + "\"max_tool_calls\":2,";

    // Each test's own.
    private static int budgets;

    [Fact]
    public async Task A_hard_limit_refuses_tools_without_a_number_and_says_what_to_set()
    {
        Publish(Rate(LimitUnit.Tokens, 1_000_000));

        using var response = await AskAsync(Search);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = await ErrorOf(response);
        Assert.Equal("tools_unbounded", error.GetProperty("code").GetString());
        Assert.Equal("max_tool_calls", error.GetProperty("param").GetString());
        Assert.Contains("RateLimit/l is a hard limit of tokens", error.GetProperty("message").GetString());
        Assert.Contains("Set max_tool_calls", error.GetProperty("message").GetString());
        Assert.Equal("false", response.Headers.GetValues("x-should-retry").Single());
    }

    [Fact]
    public async Task With_a_number_each_call_is_held_as_all_that_the_model_takes()
    {
        Publish(Budget(LimitUnit.Tokens, 40_000));

        using var served = await AskAsync(Twice);
        await served.Content.ReadAsStringAsync();
        using var refused = await AskAsync(Search + "\"max_tool_calls\":9,");

        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        var charge = (await gateway.RecordOf(served)).Charges!.Single();
        Assert.Equal((3 * Context) + 100, charge.Reserved);
        Assert.InRange(charge.Spent, 1, 1_000);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains(
            "for each call of a tool that it may run", (await ErrorOf(refused)).GetProperty("message").GetString());
    }

    [Fact]
    public async Task Spend_has_the_price_of_the_calls_in_it_and_needs_one()
    {
        PriceOverrideConfig price = new()
        {
            Provider = "known", Model = "*", ValidFrom = new(2020, 1, 1), Currency = "USD",
            InputPerMillion = 1m, OutputPerMillion = 1m,
        };
        Publish(Budget(LimitUnit.Spend, 1), price with { PerServerToolCall = 0.25m });
        using var served = await AskAsync(Twice);
        await served.Content.ReadAsStringAsync();
        Publish(Budget(LimitUnit.Spend, 1), price);
        using var unpriced = await AskAsync(Twice);

        Assert.Equal(
            500_000_000 + (((3 * Context) + 100) * 1_000), (await gateway.RecordOf(served)).Charges!.Single().Reserved);
        Assert.Equal(HttpStatusCode.Forbidden, unpriced.StatusCode);
        Assert.Contains("of a call of the tools", (await ErrorOf(unpriced)).GetProperty("message").GetString());
    }

    [Fact]
    public async Task Where_the_limit_allows_it_what_shows_is_held_and_what_was_used_is_charged()
    {
        Publish(Budget(LimitUnit.Tokens, 5_000) with { UnboundedTools = UnboundedTools.Allow });

        foreach (var tools in new[] { Search, Twice })
        {
            using var response = await AskAsync(tools);
            await response.Content.ReadAsStringAsync();
            var record = await gateway.RecordOf(response);
            Assert.Equal(Body(tools).Length + 100, record.Charges!.Single().Reserved);
            Assert.Equal(record.Usage.InputTokens + record.Usage.OutputTokens, record.Charges!.Single().Spent);
        }
    }

    [Theory]
    [InlineData(LimitUnit.Requests)]
    [InlineData(LimitUnit.OutputTokens)]
    public async Task Limits_in_which_input_does_not_count_have_nothing_against_them(LimitUnit unit)
    {
        Publish(Rate(unit, 5_000));

        using var response = await AskAsync(Search);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_soft_budget_and_a_grant_count_what_was_used()
    {
        gateway.Publish(
            set => Set(set) with
            {
                Budgets = [new("soft", 1, new()
                {
                    Unit = LimitUnit.Tokens, Amount = 1, Enforcement = BudgetEnforcement.Soft,
                })],
                Grants = [new("g", 1, new()
                {
                    Provider = "known", Unit = GrantUnit.Tokens, Amount = 5_000, From = DateTimeOffset.UnixEpoch,
                    Until = DateTimeOffset.UtcNow.AddDays(10),
                })],
            },
            Catalog());

        using var response = await AskAsync(Search);
        await response.Content.ReadAsStringAsync();

        var record = await gateway.RecordOf(response);
        Assert.Equal(["Budget/soft#tokens", "grant/g"], record.Charges!.Select(c => c.Account));
        Assert.All(
            record.Charges!, c => Assert.Equal(record.Usage.InputTokens + record.Usage.OutputTokens, c.Spent));
    }

    [Fact]
    public async Task A_function_of_that_name_is_the_clients_own_and_a_translation_leaves_the_tool_out()
    {
        Publish(Rate(LimitUnit.Tokens, 5_000));

        using var function = await AskAsync(Search.Replace(
            "{\"type\":\"web_search\"}",
            """{"type":"function","name":"web_search","parameters":{"type":"object","properties":{}}}""",
            StringComparison.Ordinal));
        using var other = await gateway.PostAsync("/v1/responses", Body(Search, "openai/gpt-4o"));

        Assert.Equal(HttpStatusCode.OK, function.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    private Task<HttpResponseMessage> AskAsync(string tools) => gateway.PostAsync("/v1/responses", Body(tools));

    private void Publish(RateLimitConfig limit) =>
        gateway.Publish(set => Set(set) with { RateLimits = [new("l", 1, limit)] }, Catalog());

    private void Publish(BudgetConfig budget, PriceOverrideConfig? price = null) => gateway.Publish(
        set => Set(set) with
        {
            Budgets = [new($"b{++budgets}", 1, budget)],
            PriceOverrides = price is null ? [] : [new("p", 1, price)],
        },
        Catalog());

    private ConfigurationSet Set(ConfigurationSet set) => set with
    {
        Providers = [.. set.Providers, CatalogSamples.Known(gateway.Simulator.Address)],
    };

    private static CatalogSet Catalog() =>
        CatalogSamples.Of(Dialect.OpenAIResponses, CatalogSamples.Model("m", Context));

    private static RateLimitConfig Rate(LimitUnit unit, decimal limit) => new() { Unit = unit, Limit = limit };

    private static BudgetConfig Budget(LimitUnit unit, decimal amount) =>
        new() { Unit = unit, Amount = amount, Currency = unit == LimitUnit.Spend ? "USD" : null };

    private static string Body(string tools, string model = "known/m") =>
        $$"""{"model":"{{model}}",{{tools}}"max_output_tokens":100,"input":"hello"}""";

    private static async Task<JsonElement> ErrorOf(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
}
