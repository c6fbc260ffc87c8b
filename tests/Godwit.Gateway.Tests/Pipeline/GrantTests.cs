using System.Net;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Simulator;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>What providers gave is used first, never beyond the balance, and a provider's word corrects it.</summary>
public sealed class GrantTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Body = """{"model":"m","max_tokens":100,"messages":[{"role":"user","content":"hello"}]}""";

    // At worst: as many tokens of input as the body has bytes, and 100 of output.
    private static readonly long Worst = Body.Length + 100;

    [Fact]
    public async Task The_grant_that_ends_first_pays_as_long_as_it_has_enough_for_the_worst_case()
    {
        Publish(
            Grant("late-a", "openai", 1_000_000, until: 20), Grant("soon-a", "qwen", Worst, until: 10));

        using var first = await gateway.ChatAsync(Body);
        await first.Content.ReadAsStringAsync();
        using var second = await gateway.ChatAsync(Body);
        await second.Content.ReadAsStringAsync();

        var record = await gateway.RecordOf(first);
        var used = record.Usage.InputTokens!.Value + record.Usage.OutputTokens!.Value;
        Assert.Equal("qwen", record.Provider);
        Assert.Equal([new Charge("grant/soon-a", 0, Worst, used)], record.Charges);
        Assert.Equal("soon-a", record.Attempts.Single().Grant);

        // Something is left of it, and so it still comes first; but not enough, and the request is paid for.
        Assert.Equal("qwen", Header(second, "x-godwit-provider"));
        Assert.Null((await gateway.RecordOf(second)).Charges);
    }

    [Fact]
    public async Task Where_the_route_pays_for_nothing_the_next_target_answers_and_after_the_last_nobody_does()
    {
        Publish(GrantEnd.Next, Grant("next-b", "openai", Worst, until: 10), Grant("last-b", "qwen", Worst, until: 20));

        Assert.Equal("openai", await ProviderAsync());
        Assert.Equal("qwen", await ProviderAsync());
        using var refused = await gateway.ChatAsync(Body);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("grant_used_up", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_provider_that_says_its_quota_is_used_up_corrects_the_balance()
    {
        Publish(Grant("told-c", "openai", 1_000_000, until: 10));
        gateway.Simulator.Faults.SetFor("openai", new Fault { Kind = FaultKind.QuotaExhausted, Times = 1 });

        using var first = await gateway.ChatAsync(Body);
        await first.Content.ReadAsStringAsync();
        using var second = await gateway.ChatAsync(Body);
        await second.Content.ReadAsStringAsync();

        var record = await gateway.RecordOf(first);
        Assert.Equal("qwen", record.Provider);
        Assert.Equal([new Charge("grant/told-c", 0, Worst, 0) { Corrected = 1_000_000 }], record.Charges);
        Assert.Equal("told-c", record.Attempts[0].Grant);
        Assert.Null((await gateway.RecordOf(second)).Charges);
    }

    [Fact]
    public async Task Money_that_was_given_is_used_at_the_price_of_the_instant()
    {
        gateway.Publish(set => Set(set, GrantEnd.Paid, [new("money-d", 1, new()
        {
            Provider = "openai", Unit = GrantUnit.Money, Currency = "USD", Amount = 10,
            From = DateTimeOffset.UnixEpoch, Until = DateTimeOffset.UtcNow.AddDays(10),
        })]) with
        {
            PriceOverrides = [new("p", 1, new()
            {
                Provider = "openai", Model = "*", ValidFrom = new(2020, 1, 1), Currency = "USD",
                InputPerMillion = 1_000m, OutputPerMillion = 2_000m,
            })],
        });

        using var response = await gateway.ChatAsync(Body);
        await response.Content.ReadAsStringAsync();

        var record = await gateway.RecordOf(response);
        Assert.Equal(
            (long)decimal.Ceiling(record.Cost!.Value * 1_000_000_000m), Assert.Single(record.Charges!).Spent);
    }

    [Fact]
    public async Task Hundreds_at_once_take_no_more_than_was_given()
    {
        var given = 20 * Worst;
        Publish(Grant("storm-e", "openai", given, until: 10));

        var ids = new List<Guid>();
        var many = new ParallelOptions { MaxDegreeOfParallelism = 64 };
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), many, async (_, c) =>
        {
            using var response = await gateway.ChatAsync(Body);
            await response.Content.ReadAsStringAsync(c);
            lock (ids)
                ids.Add(Guid.Parse(Header(response, "x-godwit-request-id")));
        });

        var used = 0L;
        foreach (var id in ids)
            used += (await gateway.RecordAsync(r => r.Id == id)).Charges?.Single().Spent ?? 0;
        Assert.InRange(used, given - Worst, given);
    }

    private void Publish(params Resource<GrantConfig>[] grants) => Publish(GrantEnd.Paid, grants);

    private void Publish(GrantEnd end, params Resource<GrantConfig>[] grants) =>
        gateway.Publish(set => Set(set, end, grants));

    private static ConfigurationSet Set(ConfigurationSet set, GrantEnd end, Resource<GrantConfig>[] grants) => set with
    {
        Grants = grants,
        Routes = [.. set.Routes, new("m", 1, new()
        {
            Targets = [new() { Target = "openai/gpt-4o" }, new() { Target = "qwen/qwen-plus" }],
            Prefer = RoutePreference.Grants,
            OnGrantEnd = end,
        })],
    };

    private static Resource<GrantConfig> Grant(string name, string provider, decimal amount, int until) =>
        new(name, 1, new()
        {
            Provider = provider, Unit = GrantUnit.Tokens, Amount = amount, From = DateTimeOffset.UnixEpoch,
            Until = DateTimeOffset.UtcNow.AddDays(until),
        });

    private async Task<string> ProviderAsync()
    {
        using var response = await gateway.ChatAsync(Body);
        await response.Content.ReadAsStringAsync();
        return Header(response, "x-godwit-provider");
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : "";
}
