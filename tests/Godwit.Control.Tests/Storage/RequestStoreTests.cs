using System.Text;
using Godwit.Control.Storage;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Storage;

public sealed class RequestStoreOnSqliteTests() : RequestStoreTests(new SqliteTestDatabase());

public sealed class RequestStoreOnPostgresTests() : RequestStoreTests(new PostgresTestDatabase());

/// <summary>What the store of records keeps to, on every engine.</summary>
public abstract class RequestStoreTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 23, 59, 59, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(Start);
    private readonly TestDatabase test;
    private IRequestStore store = null!;

    private protected RequestStoreTests(TestDatabase test) => this.test = test;

    public async ValueTask InitializeAsync()
    {
        var database = await test.ConnectAsync(time);
        await database.MigrateAsync(CancellationToken.None);
        store = test.Requests(database, time);
        await store.PrepareAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await test.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_record_comes_back_as_it_was_stored()
    {
        var record = Record(
            0) with { Territory = "CN", Decision = RequestDecision.Rerouted, Cost = 0.00000321m, Currency = "USD" };
        await AppendAsync([record]);

        var found = await store.FindAsync(record.Id, CancellationToken.None);

        Assert.Equivalent(record, found, strict: true);
        Assert.Null(await store.FindAsync(Guid.CreateVersion7(Start), CancellationToken.None));
    }

    [Fact]
    public async Task Records_are_read_oldest_first_and_a_period_without_any_has_none()
    {
        var reader = (IRecordReader)store;
        Assert.Empty(await ReadAsync(reader));

        await AppendAsync([Record(1), Record(0)]);

        Assert.Equal([Start, Start.AddSeconds(1)], (await ReadAsync(reader)).Select(r => r.StartedAt));
    }

    [Fact]
    public async Task A_record_that_is_shipped_again_is_stored_once()
    {
        var (first, second) = (Record(0), Record(1));
        await AppendAsync([first]);
        await AppendAsync([first, second, second]);

        Assert.Equal(2, Assert.Single(await store.SumAsync([], new RequestFilter(), CancellationToken.None)).Requests);
    }

    [Fact]
    public async Task A_record_of_long_ago_and_one_of_tomorrow_are_stored_too()
    {
        await AppendAsync([Record(-400 * 86_400), Record(20 * 86_400)]);

        Assert.Equal(2, (await store.ListAsync(new RequestFilter(), 10, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Sums_are_told_apart_by_dimension_and_currency()
    {
        await AppendAsync(
        [
            Record(0) with { Organization = "a", Cost = 0.1m, Currency = "USD", Usage = new TokenUsage(10, 5, 2, 1) },
            Record(1) with { Organization = "a", Cost = 0.2m, Currency = "USD", Usage =
                new TokenUsage(1, null, null, null) },
            Record(2) with { Organization = "a", Cost = 3m, Currency = "CNY", Decision = RequestDecision.Rerouted },
            Record(3) with { Organization = "b", Decision = RequestDecision.Refused },
        ]);

        var sums = await store.SumAsync([UsageDimension.Organization], new RequestFilter(), CancellationToken.None);

        Assert.Equal(3, sums.Count);
        var dollars = sums.Single(s => s.Currency == "USD");
        Assert.Equal(("a", 2, 11, 5, 2, 1, 0.3m), (
            dollars.Values[0], dollars.Requests, dollars.InputTokens, dollars.OutputTokens,
            dollars.CacheReadInputTokens,
            dollars.ReasoningOutputTokens, dollars.Cost));
        Assert.Equal(1, sums.Single(s => s.Currency == "CNY").Rerouted);
        var unpriced = sums.Single(s => s.Currency is null);
        Assert.Equal((1, null), (unpriced.Refused, unpriced.Cost));
    }

    [Fact]
    public async Task A_day_ends_at_midnight_UTC_and_a_period_excludes_its_end()
    {
        await AppendAsync([Record(0), Record(1)]);

        var days = await store.SumAsync(
            [UsageDimension.Day, UsageDimension.Territory], new RequestFilter(), CancellationToken.None);
        var until = await store.SumAsync([], new RequestFilter { Until = Start.AddSeconds(1) }, CancellationToken.None);
        var since = await store.SumAsync([], new RequestFilter { Since = Start.AddSeconds(1) }, CancellationToken.None);

        Assert.Equal(["2026-06-01", "2026-06-02"], days.Select(s => s.Values[0]));
        Assert.Equal(1, Assert.Single(until).Requests);
        Assert.Equal(1, Assert.Single(since).Requests);
    }

    [Fact]
    public async Task A_list_is_newest_first_filtered_and_continues_before_an_id()
    {
        var records =
            Enumerable.Range(0, 5).Select(i => Record(i) with { Provider = i == 3 ? "other" : "openai" }).ToList();
        await AppendAsync(records);
        var filter = new RequestFilter { Provider = "openai" };

        var first = await store.ListAsync(filter, 2, CancellationToken.None);
        var next = await store.ListAsync(filter with { Before = first[^1].Id }, 10, CancellationToken.None);

        Assert.Equal([records[4].Id, records[2].Id], first.Select(r => r.Id));
        Assert.Equal([records[1].Id, records[0].Id], next.Select(r => r.Id));
    }

    [Fact]
    public async Task Traffic_adds_up_what_agrees_within_an_hour_and_counts_a_record_once()
    {
        var usage = new TokenUsage(10, 5, null, null);
        var first = Record(-10) with { Evidence = "c=CN:ipfire", Cost = 0.5m, Currency = "USD", Usage = usage };
        var same = Record(-5) with { Evidence = "c=CN:ipfire", Cost = 0.25m, Currency = "USD", Usage = usage };
        var elsewhere = Record(-5) with { Evidence = "c=FR:ipfire", Chain = ChainOutcome.AllTrusted };
        var later = Record(1) with { Evidence = "c=CN:ipfire", Currency = "USD" };
        await AppendAsync([first, elsewhere, first]);
        await AppendAsync([same, first, later]);

        var rows = await store.TrafficAsync(Start.AddMinutes(-30), Start.AddDays(1), CancellationToken.None);

        Assert.Equal(3, rows.Count);
        var two = rows.Single(r => r.Requests == 2);
        Assert.Equal(("acme", "openai", "c=CN:ipfire", "served"), (
            two.Organization, two.Provider, two.Evidence, two.Decision));
        Assert.Equal((20, 10, 750_000_000L), (two.InputTokens, two.OutputTokens, two.CostNano));
        Assert.Equal((first.StartedAt, same.StartedAt), (two.FirstSeen, two.LastSeen));
        Assert.Equal(ChainOutcome.AllTrusted, rows.Single(r => r.Evidence == "c=FR:ipfire").Chain);
        Assert.Null(rows.Single(r => r.FirstSeen == later.StartedAt).CostNano);
        Assert.Single(await store.TrafficAsync(Start.AddSeconds(1), Start.AddDays(1), CancellationToken.None));
        Assert.Equal(2, (await store.TrafficAsync(Start.AddDays(-1), Start, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Records_whose_usage_is_an_estimate_are_told_from_those_that_only_look_like_it()
    {
        var estimated = Record(0) with { Usage = new TokenUsage(7, 5, null, null), UsageEstimated = true };
        var told = Record(1) with { RequestModel = "m\",\"usage_estimated\":true,\"x\":\"" };
        await AppendAsync([estimated, told]);

        var filter = new RequestFilter { Estimated = true };
        var sum = Assert.Single(await store.SumAsync([], filter, CancellationToken.None));

        Assert.Equal((1, 7, 5), (sum.Requests, sum.InputTokens, sum.OutputTokens));
        Assert.Equal(estimated.Id, Assert.Single(await store.ListAsync(filter, 10, CancellationToken.None)).Id);
    }

    [Fact]
    public async Task Texts_that_JSON_escapes_are_stored_as_they_were()
    {
        var record = Record(0) with { RequestModel = "m\"odel\\ü\u2028<>", Organization = "o'\n" };
        await AppendAsync([record]);

        var sum = Assert.Single(
            await store.SumAsync([UsageDimension.Organization], new RequestFilter(), CancellationToken.None));
        var row = Assert.Single(await store.TrafficAsync(Start, Start.AddHours(1), CancellationToken.None));

        Assert.Equal(record.Organization, sum.Values[0]);
        Assert.Equal(record.RequestModel, row.RequestModel);
    }

    private static async Task<List<RequestRecord>> ReadAsync(IRecordReader reader)
    {
        var records = new List<RequestRecord>();
        await foreach (var json in reader.ReadAsync(new RequestFilter(), CancellationToken.None))
            records.Add(new JournalRecord(Encoding.UTF8.GetBytes(json)).Read());
        return records;
    }

    private Task AppendAsync(IReadOnlyList<RequestRecord> records) =>
        store.AppendAsync([.. records.Select(JournalRecord.Of)], CancellationToken.None);

    private static RequestRecord Record(int second) => new()
    {
        Id = Guid.CreateVersion7(Start.AddSeconds(second)),
        StartedAt = Start.AddSeconds(second),
        Organization = "acme",
        Provider = "openai",
        Status = 200,
        Decision = RequestDecision.Served,
        Attempts = [new AttemptRecord { Provider = "openai", Model = "gpt-4o", Status = 200 }],
    };
}
