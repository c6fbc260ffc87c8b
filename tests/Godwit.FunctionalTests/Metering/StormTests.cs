using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Metering;

/// <summary>
/// A thousand streams at once, with clients that hang up, a provider that fails and a node that is killed, on a hard
/// budget and a small grant: both are exact to the token afterwards.
/// </summary>
public sealed class StormTests(PostgresFixture postgres, ITestOutputHelper output) : IClassFixture<PostgresFixture>
{
    private const int Streams = 1_000;
    private const long Given = 60_000;
    private const decimal Limit = 300m;
    private const decimal InputPrice = 1_000m, OutputPrice = 2_000m;

    // A dollar in the units that limits count in.
    private const decimal Nano = 1_000_000_000m;

    [Fact]
    public async Task One_node_on_SQLite_and_memory()
    {
        await using var provider = await ProviderAsync();
        await using var node = await GodwitServer.StartAsync(Options(provider, []));
        await StormAsync([node]);
    }

    [Fact]
    public async Task Three_nodes_on_PostgreSQL_and_Redis()
    {
        RedisServer.Require();
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var provider = await ProviderAsync();
        var options = Options(provider, ["--store", postgres.ConnectionString, "--redis", $"redis://{redis.Address}"]);
        await using var first = await GodwitServer.StartAsync(options);
        await using var second = await GodwitServer.StartAsync(options);
        await using var third = await GodwitServer.StartAsync(options);
        await StormAsync([first, second, third]);
    }

    private async Task StormAsync(GodwitServer[] nodes)
    {
        var key = await nodes[0].CreateKeyAsync("storm", TestConfig.Project);
        foreach (var node in nodes)
            await KnowsAsync(node, key);
        var clients = new StormClient(seed: 7);
        var first = Task.WhenAll(nodes.Select(n => clients.AskManyAsync(n.ClientUri, key, Streams / nodes.Length)));
        await Eventually.ReadAsync(
            () => Task.FromResult(clients.Whole.Count), count => count > 20 || first.IsCompleted);
        await nodes[^1].KillAndRestartAsync();
        await first;
        for (var round = 0; round < 6; round++)
            await Task.WhenAll(nodes.Select(n => clients.AskManyAsync(n.ClientUri, key, 300 / nodes.Length)));

        var records = await SettledAsync(nodes, clients);
        output.WriteLine(
            $"{records.Count} records, {clients.Whole.Count} whole, {clients.Broken.Count} broken, "
            + $"{clients.Refused.Count} refused, {records.Count(r => Ending(r) == "lost")} lost.");
        AssertExact(records, clients);
        await AssertGrantAsync(nodes[0], records);
        await AssertBudgetAsync(nodes, key, records);
    }

    private static void AssertExact(List<JsonElement> records, StormClient clients)
    {
        Assert.NotEmpty(clients.Refused);
        Assert.Equal(records.Count, records.Select(Id).Distinct().Count());
        var byId = records.ToDictionary(Id);
        foreach (var (id, tokens) in clients.Whole)
            Assert.Equal(tokens, Tokens(byId[id]));
        foreach (var record in records.Where(r => Ending(r) == "completed" && r.TryGetProperty("charges", out _)))
        {
            var budget = Charges(record, "Budget/hard#USD").Single();
            Assert.True(budget.Spent <= budget.Reserved, "Nothing is used beyond its worst case.");
            if (Charges(record, "grant/small").SingleOrDefault() is { Reserved: > 0 } grant && Failed(record) == 0)
                Assert.Equal(Tokens(record), grant.Spent);
        }
    }

    private static async Task AssertGrantAsync(GodwitServer node, List<JsonElement> records)
    {
        var used = records.SelectMany(r => Charges(r, "grant/small")).Sum(c => c.Spent);
        var grant = await Eventually.ReadAsync(
            async () => (await node.ReadAsync("grants")).GetProperty("grants").EnumerateArray().Single(),
            found => Number(found, "used") == used && Number(found, "reserved") == 0);
        Assert.True(used is > Given / 2 and <= Given, $"{used} of {Given}.");
        Assert.Equal(Given - used, Number(grant, "available"));
    }

    private static async Task AssertBudgetAsync(GodwitServer[] nodes, string key, List<JsonElement> records)
    {
        var spent = records.SelectMany(r => Charges(r, "Budget/hard#USD")).Sum(c => c.Spent);
        Assert.InRange(spent, 0, Limit * Nano);

        // What the counters think is left is what the records say: a request for a little more is refused.
        var left = (Limit * Nano) - spent;
        foreach (var node in nodes)
        {
            var message = await RefusalAsync(node, key, left);
            Assert.Contains(Text(left / Nano) + " are left", message, StringComparison.Ordinal);
        }
    }

    private static async Task<string> RefusalAsync(GodwitServer node, string key, decimal left)
    {
        // Given back by the nodes some times a second: until then another one may hold a part of what is left.
        using var client = new RawClient(node.ClientUri, key);
        var tokens = (long)(left / Nano * 1_000_000m / OutputPrice) + 1;
        var body = $$$"""{"model":"m","max_tokens":{{{tokens}}},"messages":[{"role":"user","content":"a"}]}""";
        return await Eventually.ReadAsync(
            async () =>
            {
                using var answer = await client.ChatAsync(body);
                return await answer.Content.ReadAsStringAsync();
            },
            text => text.Contains(Text(left / Nano) + " are left", StringComparison.Ordinal));
    }

    private static Task<bool> KnowsAsync(GodwitServer node, string key) => Eventually.ReadAsync(
        async () =>
        {
            using var client = new HttpClient { BaseAddress = node.ClientUri };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var models = await client.GetAsync(new Uri("v1/models", UriKind.Relative));
            return models.IsSuccessStatusCode;
        },
        known => known);

    /// <summary>All records, once those of every request that the clients know of are there.</summary>
    private static async Task<List<JsonElement>> SettledAsync(GodwitServer[] nodes, StormClient clients)
    {
        foreach (var node in nodes)
        {
            await Eventually.ReadAsync(
                () => node.ReadAsync("status"), s => s.GetProperty("journal_pending_bytes").GetInt64() == 0);
        }

        return await Eventually.ReadAsync(
            () => RecordsAsync(nodes[0]),
            records => clients.Whole.Keys.Concat(clients.Broken).ToHashSet().IsSubsetOf(records.Select(Id)));
    }

    private static async Task<List<JsonElement>> RecordsAsync(GodwitServer node)
    {
        var all = new List<JsonElement>();
        var page = await ItemsAsync(node, "requests?limit=1000");
        while (page.GetArrayLength() > 0)
        {
            all.AddRange(page.EnumerateArray());
            page = await ItemsAsync(node, $"requests?limit=1000&before={Id(all[^1])}");
        }

        return all;
    }

    private static async Task<JsonElement> ItemsAsync(GodwitServer node, string path)
    {
        var page = await Eventually.ReadAsync(
            () => node.ReadAsync(path), found => found.TryGetProperty("items", out _));
        return page.GetProperty("items");
    }

    private static IEnumerable<(long Reserved, long Spent)> Charges(JsonElement record, string account) =>
        !record.TryGetProperty("charges", out var charges) ? []
        : charges.EnumerateArray()
            .Where(c => c.GetProperty("account").GetString() == account)
            .Select(c => ((long)Number(c, "reserved"), (long)Number(c, "spent")));

    private static Guid Id(JsonElement record) => record.GetProperty("id").GetGuid();

    private static string Ending(JsonElement record) =>
        record.TryGetProperty("ending", out var ending) ? ending.GetString()! : "completed";

    private static int Failed(JsonElement record) =>
        record.GetProperty("attempts").EnumerateArray().Count(a => a.TryGetProperty("failure", out _));

    private static long Tokens(JsonElement record) => record.TryGetProperty("usage", out var usage)
        ? (long)(Number(usage, "input_tokens") + Number(usage, "output_tokens")) : 0;

    private static decimal Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetDecimal() : 0;

    private static string Text(decimal amount) => amount.ToString("0.######", CultureInfo.InvariantCulture);

    private static Task<SimulatorServer> ProviderAsync() => SimulatorServer.StartAsync(
        "openai", "--pace", "2ms", "--fault", "server_error:probability=0.03", "--fault",
        "stream_cut:probability=0.05");

    private static GodwitServerOptions Options(SimulatorServer provider, string[] arguments)
    {
        var options = TestConfig.Serve(TestConfig.Owner() + TestConfig.Provider("openai", "openai", provider.Address) + $$"""
            kind: PriceOverride
            name: dear
            spec:
              provider: openai
              model: "*"
              valid_from: 2020-01-01
              currency: USD
              input_per_million: {{InputPrice}}
              cache_read_input_per_million: {{InputPrice}}
              output_per_million: {{OutputPrice}}
            ---
            kind: Budget
            name: hard
            spec: { amount: {{Limit}}, currency: USD }
            ---
            kind: Grant
            name: small
            spec: { provider: openai, unit: tokens, amount: {{Given}}, from: 2020-01-01T00:00:00Z }
            ---
            kind: Route
            name: m
            spec: { targets: [{ target: openai/gpt-4o }], prefer: grants }
            ---

            """);
        return options with { Arguments = [.. options.Arguments, .. arguments] };
    }
}
