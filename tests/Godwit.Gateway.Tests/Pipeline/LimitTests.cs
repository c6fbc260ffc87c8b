using System.Net;
using System.Text;
using System.Text.Json;
using Godwit.Policy.Calendars;
using Godwit.Policy.Configuration;
using Godwit.Policy.Limits;
using Godwit.Simulator;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>Limits on the way of a request: what is refused, what the client is told, what is charged.</summary>
public sealed class LimitTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Body =
        """{"model":"with-fallback","max_tokens":100,"messages":[{"role":"user","content":"hello"}]}""";

    private static readonly PriceOverrideConfig Price = new()
    {
        Provider = "openai", Model = "*", ValidFrom = new(2020, 1, 1), Currency = "USD",
        InputPerMillion = 1_000m, OutputPerMillion = 2_000m,
    };

    [Fact]
    public async Task Requests_beyond_a_rate_are_refused_with_what_to_wait_for()
    {
        Publish(set => set with { RateLimits = [Rate("rpm-a", LimitUnit.Requests, 2)] });

        using var first = await gateway.ChatAsync(Body);
        using var second = await gateway.ChatAsync(Body);
        using var third = await gateway.ChatAsync(Body);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal("2", Header(first, "x-ratelimit-limit-requests"));
        Assert.Equal("1", Header(first, "x-ratelimit-remaining-requests"));
        Assert.Equal("0", Header(second, "x-ratelimit-remaining-requests"));
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.InRange(third.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 62);
        var error = await ErrorOf(third);
        Assert.Equal("rate_limit_exceeded", error.GetProperty("code").GetString());
        Assert.Contains("RateLimit/rpm-a allows 2 requests in 1m0s", error.GetProperty("message").GetString());
        Assert.Equal("rate_limit_exceeded", (await gateway.RecordOf(third)).ErrorCode);
    }

    [Fact]
    public async Task Tokens_are_reserved_at_worst_and_counted_as_used_and_a_record_names_no_rate()
    {
        Publish(set => set with { RateLimits = [Rate("tpm-b", LimitUnit.Tokens, 1_000)] });

        using var response = await gateway.ChatAsync(Body);
        await response.Content.ReadAsStringAsync();
        var record = await gateway.RecordOf(response);

        Assert.Null(record.Charges);
        Assert.Equal(Body.Length + 100, RateHeaders.TokensTaken(response));
        using var next = await gateway.ChatAsync(Body);
        Assert.Equal(
            record.Usage.InputTokens + record.Usage.OutputTokens + Body.Length + 100, RateHeaders.TokensTaken(next));
    }

    [Fact]
    public async Task A_request_that_no_window_has_room_for_is_told_to_ask_for_less_and_not_to_try_again()
    {
        Publish(set => set with { RateLimits = [Rate("tpm-c", LimitUnit.Tokens, 120)] });

        using var response = await gateway.ChatAsync(Body);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Null(response.Headers.RetryAfter);
        Assert.Equal("false", Header(response, "x-should-retry"));
        Assert.Contains("more than it ever allows", (await ErrorOf(response)).GetProperty("message").GetString());
    }

    [Theory]
    [InlineData(2, long.MaxValue)]
    [InlineData(int.MaxValue, 5_000_000_000)]
    public async Task No_number_that_a_client_may_write_makes_the_worst_case_small(int choices, long output)
    {
        Publish(set => set with { RateLimits = [Rate("tpm-k", LimitUnit.Tokens, 1_000)] });

        using var response = await gateway.ChatAsync(
            $$"""{"model":"only-openai","n":{{choices}},"max_tokens":{{output}},"messages":[]}""");

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
    }

    [Fact]
    public async Task A_hard_budget_refuses_what_could_pass_it_and_counts_what_things_cost()
    {
        // At worst a request costs its bytes as input and 100 tokens of output: some 0.29 USD.
        var worst = (Body.Length * 1_000m / 1_000_000m) + (100 * 2_000m / 1_000_000m);
        Publish(set => set with
        {
            PriceOverrides = [new("p", 1, Price)],
            Budgets = [new("b-d", 1, new() { Amount = worst, Currency = "USD" })],
            Routes = [.. set.Routes.Where(r => r.Name != "with-fallback"), Only("with-fallback", "openai/gpt-4o")],
        });

        using var first = await gateway.ChatAsync(Body);
        await first.Content.ReadAsStringAsync();
        using var second = await gateway.ChatAsync(Body);

        var record = await gateway.RecordOf(first);
        var charge = Assert.Single(record.Charges!);
        Assert.Equal((long)(worst * 1_000_000_000m), charge.Reserved);
        Assert.Equal((long)decimal.Ceiling(record.Cost!.Value * 1_000_000_000m), charge.Spent);
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Equal("insufficient_quota", (await ErrorOf(second)).GetProperty("code").GetString());
        Assert.Equal("false", Header(second, "x-should-retry"));
    }

    [Fact]
    public async Task A_budget_in_another_currency_needs_a_rate_and_says_so()
    {
        Func<ConfigurationSet, ConfigurationSet> budget = set => set with
        {
            PriceOverrides = [new("p", 1, Price)],
            Budgets = [new("b-e", 1, new() { Amount = 100, Currency = "CNY" })],
            Routes = [.. set.Routes.Where(r => r.Name != "with-fallback"), Only("with-fallback", "openai/gpt-4o")],
        };
        Publish(budget);
        using var refused = await gateway.ChatAsync(Body);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("ExchangeRate", (await ErrorOf(refused)).GetProperty("message").GetString());

        Publish(set => budget(set) with
        {
            ExchangeRates = [new("usd-cny", 1, new()
            {
                From = "USD", To = "CNY", Rate = 7m, ValidFrom = new(2020, 1, 1),
            })],
        });
        using var served = await gateway.ChatAsync(Body);
        await served.Content.ReadAsStringAsync();
        var record = await gateway.RecordOf(served);
        Assert.Equal((long)decimal.Ceiling(record.Cost!.Value * 7_000_000_000m), record.Charges!.Single().Spent);
    }

    [Fact]
    public async Task A_soft_budget_serves_and_counts()
    {
        Publish(set => set with
        {
            Budgets = [new("b-f", 1, new()
            {
                Unit = LimitUnit.Tokens, Amount = 1, Enforcement = BudgetEnforcement.Soft,
            })],
        });

        using var response = await gateway.ChatAsync(Body);
        await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True((await gateway.RecordOf(response)).Charges!.Single().Spent > 1);
    }

    [Fact]
    public async Task A_request_under_way_takes_a_place_until_it_is_over()
    {
        Publish(set => set with { RateLimits = [Rate("par-g", LimitUnit.Concurrency, 1)] });
        gateway.Simulator.Faults.Set(new Fault { Kind = FaultKind.StreamStall, AfterChunks = 1, Times = 1 });
        try
        {
            // Its headers come with its first words: it is under way, and goes on no further.
            using var first = await gateway.ChatAsync(
                Body.Replace("\"max_tokens\"", "\"stream\":true,\"max_tokens\"", StringComparison.Ordinal));
            using var second = await gateway.ChatAsync(Body);

            Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
            Assert.Equal("1", second.Headers.RetryAfter!.ToString());
            await first.Content.ReadAsStringAsync();
            Assert.Null((await gateway.RecordOf(first)).Charges);
        }
        finally
        {
            gateway.Simulator.Faults.Set();
        }

        using var after = await gateway.ChatAsync(Body);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Where_a_provider_has_no_room_the_next_target_answers()
    {
        Publish(set => set with
        {
            RateLimits = [new("own-h", 1, new()
            {
                Unit = LimitUnit.Requests, Limit = 1, Per = LimitPer.Provider,
                Scope = new() { Providers = ["openai"] },
            })],
        });

        using var first = await gateway.ChatAsync(Body);
        using var second = await gateway.ChatAsync(Body);

        Assert.Equal("openai", Header(first, "x-godwit-provider"));
        Assert.Equal("qwen", Header(second, "x-godwit-provider"));
        Assert.Equal("1", Header(second, "x-godwit-attempts"));
    }

    [Fact]
    public async Task End_users_of_one_key_count_apart()
    {
        Publish(set => set with
        {
            RateLimits = [Rate("user-i", LimitUnit.Requests, 1) is var rate
                ? new(rate.Name, 1, rate.Spec with { Per = LimitPer.EndUser }) : null!],
        });

        Assert.Equal(HttpStatusCode.OK, await StatusFor("ann"));
        Assert.Equal(HttpStatusCode.OK, await StatusFor("bob"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusFor("ann"));

        async Task<HttpStatusCode> StatusFor(string user)
        {
            using var response = await gateway.ChatAsync(
                Body.Replace("\"max_tokens\"", $"\"user\":\"{user}\",\"max_tokens\"", StringComparison.Ordinal));
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task A_charge_names_the_end_user_as_alerts_of_budgets_look_for_it()
    {
        var spec = new BudgetConfig
        {
            Unit = LimitUnit.Tokens, Amount = 1_000, Enforcement = BudgetEnforcement.Soft, Per = LimitPer.EndUser,
        };
        Publish(set => set with { Budgets = [new("b-k", 1, spec)] });

        using var response = await gateway.ChatAsync(
            Body.Replace("\"max_tokens\"", "\"user\":\"ann\",\"max_tokens\"", StringComparison.Ordinal));
        await response.Content.ReadAsStringAsync();
        var record = await gateway.RecordOf(response);

        var charge = Assert.Single(record.Charges!);
        Assert.True(EndUserName.TryReadAccount(
            Encoding.UTF8.GetBytes(charge.Account), out var budget, out var endUser));
        Assert.Equal(
            ("b-k#tokens", EndUserName.Of(record.ApiKey!, "ann"u8)),
            (Encoding.UTF8.GetString(budget), Encoding.UTF8.GetString(endUser)));
        Assert.Equal(
            new CalendarPeriod(spec.Period, spec.TimeZone).Of(record.StartedAt.UtcTicks).From, charge.Period);
        Assert.True(charge.Spent > 0);
    }

    [Fact]
    public async Task A_failed_request_is_charged_nothing_but_that_it_was_asked()
    {
        Publish(set => set with
        {
            RateLimits = [Rate("rpm-j", LimitUnit.Requests, 100), Rate("tpm-j", LimitUnit.Tokens, 100_000)],
        });
        gateway.Simulator.Faults.Set(new Fault { Kind = FaultKind.ServerError });
        try
        {
            using var response = await gateway.ChatAsync(Body);
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
            await gateway.RecordOf(response);
        }
        finally
        {
            gateway.Simulator.Faults.Set();
        }

        using var next = await gateway.ChatAsync(Body);
        Assert.Equal(2, RateHeaders.RequestsTaken(next));
        Assert.Equal(Body.Length + 100, RateHeaders.TokensTaken(next));
    }

    private void Publish(Func<ConfigurationSet, ConfigurationSet> change) => gateway.Publish(change);

    private static Resource<RateLimitConfig> Rate(string name, LimitUnit unit, decimal limit) =>
        new(name, 1, new() { Unit = unit, Limit = limit });

    private static Resource<RouteConfig> Only(string name, string target) =>
        new(name, 1, new() { Targets = [new() { Target = target }] });

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : "";

    private static async Task<JsonElement> ErrorOf(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
}
