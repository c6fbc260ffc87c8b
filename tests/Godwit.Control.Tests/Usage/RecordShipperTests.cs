using System.Threading.Channels;
using Godwit.Control.Api;
using Godwit.Control.Objects;
using Godwit.Control.Publishing;
using Godwit.Control.Storage;
using Godwit.Control.Storage.Sqlite;
using Godwit.Control.Storage.Traffic;
using Godwit.Control.Usage;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Usage;

public sealed class RecordShipperTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Records_reach_usage_and_are_acknowledged()
    {
        using var folder = new TestFolder();
        var journal = new MemoryJournal();
        await using var node = await ControlNode.StartAsync(
            folder.Path, configure: services => services.AddSingleton<IRecordSource>(journal));
        var records = new[]
        {
            Record(0) with { Cost = 0.5m, Currency = "USD", Usage = new TokenUsage(10, 5, null, null) },
            Record(1) with { Cost = 2m, Currency = "CNY", Decision = RequestDecision.Rerouted },
            Record(2) with { Organization = "other", Territory = "CN", Decision = RequestDecision.Refused },
        };
        journal.Append(records);
        await journal.AcknowledgedAsync();

        var usage = await node.Client.UsageAsync(
            ["organization"], new Dictionary<string, string?> { ["since"] = "2026-06-01" });

        var acme = usage.Rows.Single(r => r.Group["organization"] == "acme");
        Assert.Equal((2, 1, 10, 5), (acme.Requests, acme.Rerouted, acme.InputTokens, acme.OutputTokens));
        Assert.Equal([new UsageCost("CNY", 2m), new UsageCost("USD", 0.5m)], acme.Cost.OrderBy(c => c.Currency));
        Assert.Equal(1, usage.Rows.Single(r => r.Group["organization"] == "other").Refused);
        var list = await node.Client.RequestsAsync(new Dictionary<string, string?> { ["territory"] = "cn" });
        Assert.Equal(records[2].Id, Assert.Single(list.Items).Id);
        Assert.Equal("acme", (await node.Client.RequestAsync(records[0].Id)).Organization);
        var e = await Assert.ThrowsAsync<AdminApiException>(() => node.Client.UsageAsync(["planet"]));
        Assert.Equal(400, e.Problem.Status);
    }

    [Fact]
    public async Task What_a_grant_paid_reaches_its_ledger_once()
    {
        using var folder = new TestFolder();
        var journal = new MemoryJournal();
        await using var node = await ControlNode.StartAsync(
            folder.Path, configure: services => services.AddSingleton<IRecordSource>(journal));
        await node.Client.ApplyAsync(
            """
            kind: Provider
            name: qwen
            spec: { catalog: alibaba-qwen, simulated: true }
            ---
            kind: Grant
            name: g
            spec: { provider: qwen, unit: tokens, amount: 1000, from: 2026-01-01T00:00:00Z }
            """);
        var record = Record(0) with { Charges = [new Charge("grant/g", 0, 100, 30)] };
        journal.Append([record, record]);
        await journal.AcknowledgedAsync();

        var grant = Assert.Single((await node.Client.GrantsAsync()).Grants);

        Assert.Equal((970m, 30m, 0m), (grant.Available, grant.Used, grant.Reserved));
    }

    [Fact]
    public async Task While_the_store_is_away_records_wait_and_none_is_lost()
    {
        var time = new FakeTimeProvider(Start);
        var journal = new MemoryJournal();
        var store = new AwayStore(failures: 3);
        using var shipper = new RecordShipper(
            journal, store, NoObjects(time), new PublicationStatus(), time,
            NullLogger<RecordShipper>.Instance);
        await shipper.StartAsync(CancellationToken.None);
        journal.Append([Record(0)]);

        while (!journal.AcknowledgedAsync().IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await shipper.StopAsync(CancellationToken.None);
        Assert.Equal(4, store.Tries);
        Assert.Single(store.Stored);
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_holds_no_other_up()
    {
        var time = new FakeTimeProvider(Start);
        var journal = new MemoryJournal();
        var store = new AwayStore(failures: 0);
        using var shipper = new RecordShipper(
            journal, store, NoObjects(time), new PublicationStatus(), time,
            NullLogger<RecordShipper>.Instance);
        await shipper.StartAsync(CancellationToken.None);

        var broken = new JournalRecord("{\"id\":7}"u8.ToArray());
        journal.Append([JournalRecord.Of(Record(0)), broken, JournalRecord.Of(Record(1))]);
        await journal.AcknowledgedAsync();

        await shipper.StopAsync(CancellationToken.None);
        Assert.Equal(2, store.Stored.Count);
    }

    // These records tell of no things at providers, for which no database is asked.
    private static OwnedObjectRecords NoObjects(TimeProvider time) =>
        new(new OwnedObjectStore(new SqliteDatabase("unused.db", time), time));

    private static RequestRecord Record(int second) => new()
    {
        Id = Guid.CreateVersion7(Start.AddSeconds(second)),
        StartedAt = Start.AddSeconds(second),
        Organization = "acme",
        Decision = RequestDecision.Served,
        Status = 200,
    };

    /// <summary>A journal in memory with one acknowledgement to wait for.</summary>
    private sealed class MemoryJournal : IRecordSource
    {
        private readonly Channel<JournalRecord[]> batches = Channel.CreateUnbounded<JournalRecord[]>();
        private readonly TaskCompletionSource acknowledged = new();

        public long PendingBytes => batches.Reader.Count;

        public void Append(RequestRecord[] records) => Append([.. records.Select(JournalRecord.Of)]);

        public void Append(JournalRecord[] records) => batches.Writer.TryWrite(records);

        public Task AcknowledgedAsync() => acknowledged.Task;

        public async ValueTask<RecordBatch> ReadAsync(int limit, CancellationToken cancellation) =>
            new(await batches.Reader.ReadAsync(cancellation), new JournalPosition(1, 1));

        public void Acknowledge(JournalPosition position) => acknowledged.TrySetResult();
    }

    /// <summary>A store that fails a number of times, and then keeps what it is given.</summary>
    private sealed class AwayStore(int failures) : IRequestStore
    {
        public int Tries { get; private set; }

        public List<RequestRecord> Stored { get; } = [];

        public Task PrepareAsync(CancellationToken cancellation) => Task.CompletedTask;

        public Task AppendAsync(IReadOnlyList<JournalRecord> records, CancellationToken cancellation)
        {
            if (++Tries <= failures)
                throw new IOException("away");
            Stored.AddRange(records.Select(r => r.Read()).ToList());
            return Task.CompletedTask;
        }

        public Task<RequestRecord?> FindAsync(Guid id, CancellationToken cancellation) =>
            Task.FromResult(Stored.Find(r => r.Id == id));

        public Task<IReadOnlyList<RequestRecord>> ListAsync(
            RequestFilter filter, int limit, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<RequestRecord>>(Stored);

        public Task<IReadOnlyList<UsageSum>> SumAsync(
            IReadOnlyList<UsageDimension> by, RequestFilter filter, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<UsageSum>>([]);

        public Task<IReadOnlyList<TrafficRow>> TrafficAsync(
            DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<TrafficRow>>([]);
    }
}
