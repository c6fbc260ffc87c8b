using Godwit.Control.Api;
using Godwit.Control.Storage;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Godwit.Control.Tests.Prices;

/// <summary>What the admin API says of prices and of the cost of a request, on both engines.</summary>
public abstract class PricesApiTests : IAsyncLifetime
{
    private const string Resources =
        """
        kind: Organization
        name: acme
        ---
        kind: Provider
        name: local
        spec:
          dialect: openai_chat
          base_url: http://127.0.0.1:9/v1
          models: [{ name: tiny }, { name: free }]
        ---
        kind: PriceOverride
        name: tiny
        spec: { provider: local, model: tiny, valid_from: 2026-01-01, currency: EUR, input_per_million: 3, output_per_million: 6 }
        ---
        kind: PriceOverride
        name: tiny-acme
        spec:
          provider: local
          model: t*
          organization: acme
          valid_from: 2026-03-01
          currency: EUR
          input_per_million: 2
          output_per_million: 4
          tiers: [{ above_input_tokens: 1000, input_per_million: 5, output_per_million: 9 }]
          source: contract
        """;

    private readonly TestFolder folder = new();
    private readonly TestDatabase database;
    private ControlNode node = null!;

    private protected PricesApiTests(TestDatabase database) => this.database = database;

    public async ValueTask InitializeAsync()
    {
        node = await ControlNode.StartAsync(database, folder.Path);
        await node.Client.ApplyAsync(Resources);
    }

    public async ValueTask DisposeAsync()
    {
        if (node is not null)
            await node.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Prices_are_those_of_the_instant_and_of_the_organization()
    {
        var all = await PricesAsync(("provider", "local"), ("at", "2026-04-01T00:00:00Z"));
        var before = await PricesAsync(("model", "tin*"), ("at", "2026-02-01T00:00:00Z"), ("organization", "acme"));
        var ours = await PricesAsync(("model", "tiny"), ("organization", "acme"), ("at", "2026-04-01T00:00:00Z"));

        Assert.Equal(
            ["free  ", "tiny  3", "tiny acme 2"],
            all.Select(p => FormattableString.Invariant(
                $"{p.Model} {p.Organization} {(p.Tiers.Count == 0 ? null : (decimal?)p.Tiers[0].InputPerMillion)}")));
        Assert.Equal((3m, new DateOnly(2026, 3, 1)), (Assert.Single(before).Tiers[0].InputPerMillion, before[0].Until));
        var own = Assert.Single(ours);
        Assert.Equal([0L, 1000], own.Tiers.Select(t => t.AboveInputTokens));
        Assert.Equal(("contract", "EUR", null), (own.Source, own.Currency, own.Until));
        Assert.StartsWith("PriceOverride/tiny-acme@2026-03-01#", own.Version, StringComparison.Ordinal);
        var e = await Assert.ThrowsAsync<AdminApiException>(() => PricesAsync(("organization", "nobody")));
        Assert.Equal(404, e.Problem.Status);
        Assert.Equal(400, (await Assert.ThrowsAsync<AdminApiException>(() => PricesAsync(("at",
            "noon")))).Problem.Status);
    }

    [Fact]
    public async Task Prices_of_tools_are_shown_by_name_and_a_record_from_before_them_keeps_its_price()
    {
        var at = ("at", "2026-04-01T00:00:00Z");
        var version = (await PricesAsync(("model", "tiny"), ("organization", "acme"), at))[0].Version;
        var record = await StoreAsync(Record() with { Cost = 0.005905m, Currency = "EUR", PriceVersion = version });
        await node.Client.ApplyAsync(Resources.Replace(
            "  source: contract",
            "  server_tools: [{ tool: x_search, per_request: 0.5 }, { tool: web_search, per_call: 0.01 }]\n"
                + "  source: contract",
            StringComparison.Ordinal));

        var own = Assert.Single(await PricesAsync(("model", "tiny"), ("organization", "acme"), at));
        var cost = await node.Client.CostAsync(record.Id);

        Assert.Equal(
            [("web_search", 0.01m, null), ("x_search", null, 0.5m)],
            own.ServerTools.Select(t => (t.Tool, t.PerCall, t.PerRequest)));
        Assert.NotEqual(version, own.Version);
        Assert.Equal((record.Cost, record.Cost, version, null), (cost.RecordedAmount, cost.Amount, cost.Version,
            cost.Note));
    }

    [Fact]
    public async Task A_cost_is_explained_by_its_parts()
    {
        var version = (await PricesAsync(("model", "tiny"), ("organization", "acme"), ("at",
            "2026-04-01T00:00:00Z")))[0].Version;
        var record = await StoreAsync(Record() with { Cost = 0.005905m, Currency = "EUR", PriceVersion = version });

        var cost = await node.Client.CostAsync(record.Id);

        Assert.Equal((record.Cost, record.Cost, version, null), (cost.RecordedAmount, cost.Amount, cost.Version,
            cost.Note));
        Assert.Equal(
            [new CostPart(CostKind.Input, 1001, 5m, 1m, 0.005005m), new(CostKind.Output, 100, 9m, 1m, 0.0009m)],
            cost.Parts.Select(p => p with { Amount = p.Amount / 1.0000000000000000000000m }));
    }

    [Fact]
    public async Task A_price_that_was_changed_since_is_found_in_history_and_one_that_never_was_is_said_so()
    {
        var at = ("at", "2026-04-01T00:00:00Z");
        var version = (await PricesAsync(("model", "tiny"), ("organization", "acme"), at))[0].Version;
        var then = await StoreAsync(Record() with
        {
            Cost = 0.005905m, Currency = "EUR", PriceVersion = version,
            SnapshotRevision = node.Snapshots.Current!.Revision,
        });
        var unknown = await StoreAsync(Record() with { Cost = 1m, Currency = "EUR",
            PriceVersion = "catalog/x@2020-01-01#0" });
        await node.Client.ApplyAsync(Resources.Replace("input_per_million: 5,", "input_per_million: 7,",
            StringComparison.Ordinal));

        var (old, other) = (await node.Client.CostAsync(then.Id), await node.Client.CostAsync(unknown.Id));

        Assert.Equal((version, 0.005905m, null), (old.Version, old.Amount, old.Note));
        Assert.NotEqual(version, other.Version);
        Assert.Contains("not known any more", other.Note, StringComparison.Ordinal);
        var wrong = await StoreAsync(then with { Id = Guid.CreateVersion7(then.StartedAt), Cost = 0.007m });
        Assert.Contains("another amount", (await node.Client.CostAsync(wrong.Id)).Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_no_price_is_said()
    {
        var free = await StoreAsync(Record() with { Model = "free" });
        var cached = await StoreAsync(Record() with { Usage = new TokenUsage(10, 1, 5, 0) });

        Assert.Contains("No price is known", (await node.Client.CostAsync(free.Id)).Note, StringComparison.Ordinal);
        var cost = await node.Client.CostAsync(cached.Id);
        Assert.Equal((null, 0), (cost.Amount, cost.Parts.Count));
        Assert.Contains("has no price", cost.Note, StringComparison.Ordinal);
        var e = await Assert.ThrowsAsync<AdminApiException>(() => node.Client.CostAsync(Guid.CreateVersion7()));
        Assert.Equal(404, e.Problem.Status);
    }

    private async Task<IReadOnlyList<PriceView>> PricesAsync(params (string Name, string? Value)[] filters) =>
        (await node.Client.PricesAsync(filters.ToDictionary(f => f.Name, f => f.Value))).Prices;

    private async Task<RequestRecord> StoreAsync(RequestRecord record)
    {
        var store = node.App.Services.GetRequiredService<IRequestStore>();
        await store.PrepareAsync(CancellationToken.None);
        await store.AppendAsync([JournalRecord.Of(record)], CancellationToken.None);
        return record;
    }

    private static RequestRecord Record()
    {
        var start = new DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);
        return new RequestRecord
        {
            Id = Guid.CreateVersion7(start), StartedAt = start, Organization = "acme", Provider = "local",
            Model = "tiny", Status = 200, Usage = new TokenUsage(1001, 100, 0, 0),
        };
    }
}

/// <summary>On SQLite.</summary>
public sealed class SqlitePricesApiTests() : PricesApiTests(new SqliteTestDatabase());

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresPricesApiTests() : PricesApiTests(new PostgresTestDatabase());
