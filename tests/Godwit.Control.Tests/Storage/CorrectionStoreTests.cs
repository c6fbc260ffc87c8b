using Godwit.Control.Api;
using Godwit.Control.Storage;
using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Storage;

public sealed class CorrectionStoreOnSqliteTests() : CorrectionStoreTests(new SqliteTestDatabase());

public sealed class CorrectionStoreOnPostgresTests() : CorrectionStoreTests(new PostgresTestDatabase());

/// <summary>Correcting entries and the sums that follow them, on every engine.</summary>
public abstract class CorrectionStoreTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(Start.AddDays(1));
    private readonly TestDatabase test;
    private IRequestStore store = null!;

    private protected CorrectionStoreTests(TestDatabase test) => this.test = test;

    private ICorrectionStore Corrections => (ICorrectionStore)store;

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
    public async Task A_correction_changes_what_is_added_up_and_never_the_record()
    {
        var (first, second) = (Record(0, 1m, "USD"), Record(1, 0.5m, "USD"));
        await AppendAsync(first, second);

        await CorrectAsync(first.Id, 0.123456789123m, "USD");

        Assert.Equal([("USD", 2, 0.623456789m)], await UsageAsync());
        Assert.Equal([("USD", 2, 623_456_789L)], await TrafficAsync());
        Assert.Equivalent(first, await store.FindAsync(first.Id, CancellationToken.None), strict: true);
        var entry = Assert.Single(await Corrections.CorrectionsAsync(first.Id, CancellationToken.None));
        Assert.Equal(
            (1, 1m, "USD", "old", 0.123456789123m, "USD", "new", "tester", "why", time.GetUtcNow()),
            (entry.Number, entry.OldAmount, entry.OldCurrency, entry.OldPriceVersion, entry.NewAmount,
                entry.NewCurrency, entry.NewPriceVersion, entry.CorrectedBy, entry.Reason, entry.CorrectedAt));
        Assert.Empty(await Corrections.CorrectionsAsync(second.Id, CancellationToken.None));
    }

    [Fact]
    public async Task A_request_moves_to_the_sums_of_its_new_currency()
    {
        var (priced, unpriced, stays) = (Record(0, 1m, "EUR"), Record(1, null, null), Record(2, null, null));
        await AppendAsync(priced, unpriced, stays);

        await CorrectAsync(priced.Id, 2m, "USD");
        await CorrectAsync(unpriced.Id, 3m, "USD");

        Assert.Equal([(null, 1, null), ("USD", 2, 5m)], await UsageAsync());
        Assert.Equal([(null, 1, null), ("USD", 2, 5_000_000_000L)], await TrafficAsync());
        var rows = await store.TrafficAsync(Start, Start.AddHours(1), CancellationToken.None);
        Assert.Equal((30, 15), (rows.Sum(r => r.InputTokens), rows.Sum(r => r.OutputTokens)));
    }

    [Fact]
    public async Task The_next_correction_starts_from_the_one_before()
    {
        var record = Record(0, 1m, "USD");
        await AppendAsync(record);
        await CorrectAsync(record.Id, 2m, "EUR");

        var costed = Assert.Single(
            await Corrections.CostedAsync(new RequestFilter(), 10, CancellationToken.None));
        Assert.Equal((1, 2m, "EUR", "new"), (
            costed.Corrections, costed.Amount, costed.Currency, costed.PriceVersion));
        await CorrectAsync(record.Id, 4m, "USD");

        Assert.Equal([("USD", 1, 4m)], await UsageAsync());
        Assert.Equal([("USD", 1, 4_000_000_000L)], await TrafficAsync());
        Assert.Equal(
            [(1, 1m, 2m), (2, 2m, 4m)],
            (await Corrections.CorrectionsAsync(record.Id, CancellationToken.None))
                .Select(e => (e.Number, e.OldAmount!.Value, e.NewAmount)));
    }

    [Fact]
    public async Task Of_two_that_correct_the_same_request_at_once_one_does()
    {
        var record = Record(0, 1m, "USD");
        await AppendAsync(record);
        var seen = await Corrections.CostedAsync(new RequestFilter(), 10, CancellationToken.None);
        var entries = seen.Select(r => (r, Entry(r, 2m, "USD"))).ToList();

        var written = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => Corrections.CorrectAsync(entries, CancellationToken.None)));

        Assert.Equal(1, written.Sum(w => w.Count));
        Assert.Equal([("USD", 1, 2m)], await UsageAsync());
        Assert.Equal([("USD", 1, 2_000_000_000L)], await TrafficAsync());
    }

    [Fact]
    public async Task Of_two_that_correct_the_same_attempt_at_once_one_does_and_no_sum_changes()
    {
        var record = WithFailure(0);
        await AppendAsync(record);
        var seen = await Corrections.CostedAsync(new RequestFilter(), 10, CancellationToken.None);
        Assert.Empty(Assert.Single(seen).OfAttempts);
        var entries = seen.Select(r => (r, Entry(r, 2m, "USD") with { Attempt = 2 })).ToList();

        var written = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => Corrections.CorrectAsync(entries, CancellationToken.None)));

        Assert.Equal(1, written.Sum(w => w.Count));
        var costed = Assert.Single(await Corrections.CostedAsync(new RequestFilter(), 10, CancellationToken.None));
        Assert.Equal((0, 1m), (costed.Corrections, costed.Amount));
        Assert.Equal((2, 1, 2m), Assert.Single(costed.OfAttempts) is var last
            ? (last.Attempt, (int)last.Number, last.NewAmount) : default);
        Assert.Equal([("USD", 1, 1m)], await UsageAsync());
        Assert.Equal([("USD", 1, 1_000_000_000L)], await TrafficAsync());
    }

    [Fact]
    public async Task The_last_correction_of_each_attempt_counts()
    {
        await AppendAsync(WithFailure(0), WithFailure(1), Record(2, 1m, "USD"));
        for (var number = 1; number <= 3; number++)
        {
            var seen = await Corrections.CostedAsync(new RequestFilter(), 10, CancellationToken.None);
            await Corrections.CorrectAsync(
                [.. seen.Select(r => (r, Entry(r, number, "USD") with { Attempt = 1, Number = number }))],
                CancellationToken.None);
        }

        var costed = await Corrections.CostedAsync(new RequestFilter(), 10, CancellationToken.None);

        // What told no usage has no cost to correct: nobody asks for its entries.
        Assert.Equal([1, 1, 0], costed.Select(c => c.OfAttempts.Count));
        Assert.All(costed.Take(2), c => Assert.Equal(3m, c.OfAttempts[0].NewAmount));
    }

    [Fact]
    public async Task Entries_of_many_requests_are_read_in_steps_those_of_attempts_behind()
    {
        var records = Enumerable.Range(0, 700).Select(WithFailure).ToArray();
        var other = WithFailure(800) with { Organization = "other" };
        await AppendAsync([.. records, other]);
        var seen = await Corrections.CostedAsync(new RequestFilter(), 1000, CancellationToken.None);
        await Corrections.CorrectAsync(
            [
                .. seen.SelectMany(r => new[]
                {
                    (r, Entry(r, 2m, "USD")), (r, Entry(r, 3m, "USD") with { Attempt = 1 }),
                }),
            ],
            CancellationToken.None);

        var entries = new List<CostCorrection>();
        await foreach (var entry in Corrections.CorrectionsAsync(
            new RequestFilter { Organization = "acme", Since = Start, Until = Start.AddDays(1) },
            CancellationToken.None))
            entries.Add(entry);

        Assert.Equal(
            [.. records.Select(r => (r.Id, (int?)null)), .. records.Select(r => (r.Id, (int?)1))],
            entries.Select(e => (e.Request, e.Attempt)));
    }

    [Fact]
    public async Task Hours_that_were_forgotten_do_not_come_back()
    {
        var record = Record(0, 1m, "USD");
        await AppendAsync(record);
        await ((IRetentionStore)store).ForgetTrafficAsync(Start.AddDays(1), CancellationToken.None);

        await CorrectAsync(record.Id, 2m, "EUR");

        Assert.Equal([("EUR", 1, 2m)], await UsageAsync());
        Assert.Empty(await TrafficAsync());
    }

    [Fact]
    public async Task Corrections_are_forgotten_with_their_requests()
    {
        var (old, young) = (Record(-86_400, 1m, "USD"), Record(0, 1m, "USD"));
        await AppendAsync(old, young);
        await CorrectAsync(old.Id, 2m, "USD");
        await CorrectAsync(young.Id, 2m, "USD");
        foreach (var one in await Corrections.CostedAsync(new RequestFilter(), 10, CancellationToken.None))
            await Corrections.CorrectAsync(
                [(one, Entry(one, 3m, "USD") with { Attempt = 1, Number = 1 })], CancellationToken.None);

        await ((IRetentionStore)store).ForgetCorrectionsAsync(Start.Date.ToUniversalTime(), CancellationToken.None);

        Assert.Empty(await Corrections.CorrectionsAsync(old.Id, CancellationToken.None));
        Assert.Equal(
            [null, 1],
            (await Corrections.CorrectionsAsync(young.Id, CancellationToken.None)).Select(entry => entry.Attempt));
        var costed = await Corrections.CostedAsync(new RequestFilter(), 10, CancellationToken.None);
        Assert.Equal([(1L, 1m), (1L, 2m)], costed.Select(c => (c.Corrections, c.Amount!.Value)));
    }

    private static RequestRecord Record(int second, decimal? cost, string? currency)
    {
        var start = Start.AddSeconds(second).AddTicks(7);
        return new RequestRecord
        {
            Id = Guid.CreateVersion7(start), StartedAt = start, Organization = "acme", Provider = "openai",
            Model = "gpt", Status = 200, Decision = RequestDecision.Served, Evidence = "c=CN:ipfire",
            Usage = new TokenUsage(10, 5, null, null), Cost = cost, Currency = currency,
            PriceVersion = cost is null ? null : "old",
        };
    }

    private static RequestRecord WithFailure(int second) => Record(second, 1m, "USD") with
    {
        Attempts =
        [
            new AttemptRecord { Provider = "a", Model = "m", Usage = new TokenUsage(1, 1, null, null) },
            new AttemptRecord { Provider = "b", Model = "m", Usage = new TokenUsage(1, 1, null, null) },
        ],
    };

    private CostCorrection Entry(CostedRecord record, decimal amount, string currency) => new()
    {
        Request = record.Record.Id, Number = record.Corrections + 1, CorrectedAt = time.GetUtcNow(),
        CorrectedBy = "tester", Reason = "why", OldAmount = record.Amount, OldCurrency = record.Currency,
        OldPriceVersion = record.PriceVersion, NewAmount = amount, NewCurrency = currency, NewPriceVersion = "new",
    };

    private async Task CorrectAsync(Guid id, decimal amount, string currency)
    {
        var record = (await Corrections.CostedAsync(new RequestFilter(), 10, CancellationToken.None))
            .Single(r => r.Record.Id == id);
        Assert.Single(await Corrections.CorrectAsync(
            [(record, Entry(record, amount, currency))], CancellationToken.None));
    }

    private Task AppendAsync(params RequestRecord[] records) =>
        store.AppendAsync([.. records.Select(JournalRecord.Of)], CancellationToken.None);

    private async Task<IEnumerable<(string?, int, decimal?)>> UsageAsync() =>
        (await store.SumAsync([], new RequestFilter(), CancellationToken.None))
            .OrderBy(s => s.Currency, StringComparer.Ordinal).Select(s => (s.Currency, (int)s.Requests, s.Cost));

    private async Task<IEnumerable<(string?, int, long?)>> TrafficAsync()
    {
        IReadOnlyList<TrafficRow> rows =
            await store.TrafficAsync(Start.AddDays(-2), Start.AddDays(1), CancellationToken.None);
        return rows.OrderBy(r => r.Currency, StringComparer.Ordinal)
            .Select(r => (r.Currency, (int)r.Requests, r.CostNano));
    }
}
