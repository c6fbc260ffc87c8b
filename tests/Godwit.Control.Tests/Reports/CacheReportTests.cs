using Godwit.Control.Api;
using Godwit.Control.Tests.Evidence;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Control.Tests.Reports;

/// <summary>On SQLite.</summary>
public sealed class SqliteCacheReportTests() : CacheReportTests(new SqliteTestDatabase());

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresCacheReportTests() : CacheReportTests(new PostgresTestDatabase());

/// <summary>What caches saved, by the price of each record's own instant and tier.</summary>
public abstract class CacheReportTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private readonly TestDatabase database;
    private ControlNode node = null!;

    private protected CacheReportTests(TestDatabase database) => this.database = database;

    public async ValueTask InitializeAsync()
    {
        node = await ControlNode.StartAsync(database, folder.Path);
        await node.Client.ApplyAsync(ReportSamples.Configuration);
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
    public async Task Reads_save_and_writes_cost_by_the_tier_of_the_whole_input()
    {
        await node.StoreAsync(
            // 400 read: 400 x (3 - 0.3); 200 written, 50 of them for an hour: 150 x 0.75 + 50 x 3.
            Cached(new TokenUsage(1000, 10, 400, null) { CacheWriteInputTokens = 200, CacheWriteHourInputTokens = 50 }),
            // Above 1000: 1000 x (6 - 0.6).
            Cached(new TokenUsage(1001, 10, 1000, null)),
            node.Priced(ReportSamples.Plain(ReportSamples.Start)));

        var report = await node.Client.CacheReportAsync(ReportSamples.Period);

        var row = Assert.Single(report.Rows);
        Assert.Equal(
            ("maker", "large", 2, 2101, 1400, 200, 50, 0),
            (row.Provider, row.Model, row.Requests, row.InputTokens, row.CacheReadInputTokens,
                row.CacheWriteInputTokens, row.CacheWriteHourInputTokens, row.WithoutPrice));
        var expected = new CacheSavingAmount("USD", 0.00648m, 0.0002625m, 0.0062175m);
        Assert.Equal(expected, Assert.Single(row.Saving));
        Assert.Equal(expected, Assert.Single(report.Total));
    }

    [Fact]
    public async Task The_price_is_the_one_the_record_names_also_when_it_was_changed_since()
    {
        await node.StoreAsync(
            Cached(new TokenUsage(1000, 10, 400, null)),
            Cached(new TokenUsage(1000, 10, 100, null)) with { PriceVersion = "catalog/maker@2020-01-01#0" });
        await node.Client.ApplyAsync(ReportSamples.Configuration.Replace(
            "input_per_million: 3\n", "input_per_million: 30\n", StringComparison.Ordinal));

        var row = Assert.Single((await node.Client.CacheReportAsync(ReportSamples.Period)).Rows);

        Assert.Equal((2, 1), (row.Requests, row.WithoutPrice));
        Assert.Equal(new CacheSavingAmount("USD", 0.00108m, 0m, 0.00108m), Assert.Single(row.Saving));
    }

    private RequestRecord Cached(TokenUsage usage) =>
        node.Priced(ReportSamples.Plain(ReportSamples.Start) with { Usage = usage });
}
