using Godwit.Gateway.Counters;
using Godwit.Gateway.Journal;
using Godwit.Policy.Calendars;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Limits;
using Godwit.Policy.Snapshot;
using Godwit.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>What becomes of counts when a limit is changed under its name.</summary>
public sealed class MeterTableTests : IDisposable
{
    private const long Bucket = 0;
    private readonly string folder = Directory.CreateTempSubdirectory("godwit-meters-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Another_unit_or_currency_begins_anew_and_the_one_before_has_kept_its_count()
    {
        using var life = new Life(folder);
        var table = life.Table;
        LimitRules[] limits =
        [
            Limit(LimitUnit.Tokens), Limit(LimitUnit.InputTokens), Limit(LimitUnit.OutputTokens),
            Limit(LimitUnit.Requests), Limit(LimitUnit.Spend, "USD"), Limit(LimitUnit.Spend, "CNY"),
        ];
        for (var i = 0; i < limits.Length; i++)
        {
            Assert.Equal(1_000, table.Of(limits[i], "acme").LeftOf(Bucket, 1_000));
            Assert.True(table.Of(limits[i], "acme").ReserveAnyway(Bucket, i + 1));
        }

        Assert.Equal(
            [999, 998, 997, 996, 995, 994],
            limits.Select(limit => table.Of(limit, "acme").LeftOf(Bucket, 1_000)));
        Assert.Equal(
            [
                "Budget/b#tokens|acme", "Budget/b#input_tokens|acme", "Budget/b#output_tokens|acme",
                "Budget/b#requests|acme", "Budget/b#USD|acme", "Budget/b#CNY|acme",
            ],
            limits.Select(limit => table.Of(limit, "acme").Account));
        Assert.Equal("Budget/b#tokens", table.Of(limits[0], "").Account);
    }

    [Fact]
    public void After_a_restart_the_book_knows_one_unit_from_the_other()
    {
        Spend(new Charge("Budget/b#USD|acme", Bucket, 9, 7), new Charge("Budget/b#tokens", Bucket, 9, 3));
        using var life = new Life(folder);

        Assert.Equal(993, LeftOf(Limit(LimitUnit.Spend, "USD"), "acme"));
        Assert.Equal(1_000, LeftOf(Limit(LimitUnit.Spend, "EUR"), "acme"));
        Assert.Equal(1_000, LeftOf(Limit(LimitUnit.Tokens), "acme"));
        Assert.Equal(997, LeftOf(Limit(LimitUnit.Tokens), ""));

        long LeftOf(LimitRules limit, string scope) => life.Table.Of(limit, scope).LeftOf(Bucket, 1_000);
    }

    [Fact]
    public async Task After_a_restart_other_nodes_are_told_what_was_spent_by_what_is_counted_now()
    {
        var month = new CalendarPeriod(CalendarUnit.Month, "UTC").Of(DateTime.UtcNow.Ticks).From;
        Spend(new Charge("Budget/b#USD|acme", month, 9, 7), new Charge("Budget/b#tokens|acme", month, 9, 3));
        using var life = new Life(folder);
        var snapshots = new SnapshotHolder();
        snapshots.Publish(SnapshotCompiler.Compile(
            new ConfigurationSet { Budgets = [new("b", 1, new() { Amount = 1, Currency = "USD" })] },
            CatalogSet.Empty, _ => null, 1, "test", DateTimeOffset.UnixEpoch));
        using var tidying = new CounterTidying(
            life.Table, life.Ceilings, life.Book, snapshots, TimeProvider.System);

        await tidying.StartAsync(CancellationToken.None);
        await Eventually.ReadAsync(() => LeftAsync("Budget/b#USD|acme"), left => left == 93);
        await tidying.StopAsync(CancellationToken.None);

        Assert.Equal(100, await LeftAsync("Budget/b#tokens|acme"));

        async Task<long> LeftAsync(string account) => (await life.Ceilings
            .Open(account, new AccountShape(1, TimeSpan.FromDays(400), Vanishes: false))
            .RaiseAsync(month, 100, 0, 1_000, CancellationToken.None)).Left;
    }

    [Fact]
    public async Task A_budget_of_a_longer_period_is_not_forgotten_when_the_shorter_one_would_be()
    {
        using var life = new Life(folder);
        var table = life.Table;
        var (month, june) = (Limit(LimitUnit.Tokens, version: 2, period: CalendarUnit.Month), At(1));
        var day = Limit(LimitUnit.Tokens, version: 1, period: CalendarUnit.Day);
        Assert.True(table.Of(day, "").ReserveAnyway(day.BucketOf(At(1)), 30));
        table.Of(day, "").Settle(day.BucketOf(At(1)), 30, 30);

        Assert.True(table.Of(month, "").ReserveAnyway(month.BucketOf(At(1)), 40));
        table.Of(month, "").Settle(month.BucketOf(At(1)), 40, 40);
        // Its last request that was under way.
        table.Of(day, "");
        await table.TidyAsync(At(5), again: false, CancellationToken.None);

        Assert.Equal(70, table.Of(month, "").SumOf(month.BucketOf(june)).Spent);

        static long At(int dayOfJune) => new DateTime(2026, 6, dayOfJune, 12, 0, 0, DateTimeKind.Utc).Ticks;
    }

    private void Spend(params Charge[] charges)
    {
        using var life = new Life(folder);
        life.Journal.Append(new RequestRecord
        {
            Id = Guid.CreateVersion7(), StartedAt = DateTimeOffset.UnixEpoch, Ending = RequestEnding.Completed,
            Charges = charges,
        });
    }

    private static LimitRules Limit(
        LimitUnit unit, string? currency = null, long version = 0, CalendarUnit period = CalendarUnit.Month) => new()
    {
        Label = "Budget/b", Unit = unit, Currency = currency, Most = 1_000, Per = LimitPer.All, Version = version,
        WhenCountersLost = WhenCountersLost.Refuse, Period = new CalendarPeriod(period, "UTC"),
    };

    /// <summary>A process that counts, from its start to its end.</summary>
    private sealed class Life : IDisposable
    {
        private readonly JournalSegments segments;

        public Life(string folder)
        {
            segments = new JournalSegments(folder);
            Journal = new RequestJournal(segments, segmentSize: 4_096);
            Book = new CounterBook(segments, Journal, TimeProvider.System, NullLogger<CounterBook>.Instance);
            Table = new MeterTable(Ceilings, Book);
        }

        public RequestJournal Journal { get; }

        public CounterBook Book { get; }

        public LocalCeilings Ceilings { get; } = new();

        public MeterTable Table { get; }

        public void Dispose()
        {
            Journal.Dispose();
            segments.Dispose();
        }
    }
}
