using System.Data.Common;
using Godwit.Control.Storage.Grants;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Xunit;
using static Godwit.Control.Tests.Grants.LedgerSamples;

namespace Godwit.Control.Tests.Grants;

public sealed class GrantLedgerOnSqliteTests() : GrantLedgerTests(new SqliteTestDatabase());

public sealed class GrantLedgerOnPostgresTests() : GrantLedgerTests(new PostgresTestDatabase());

/// <summary>What the ledger of grants keeps to, on every engine.</summary>
public abstract class GrantLedgerTests : IAsyncLifetime
{
    private readonly LedgerTestStore store;

    private protected GrantLedgerTests(TestDatabase test) => store = new LedgerTestStore(test);

    private GrantLedger Ledger => store.Ledger;

    public ValueTask InitializeAsync() => new(store.OpenAsync());

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_request_reserves_uses_and_gives_back()
    {
        await store.ReconcileAsync([Grant("g")]);

        await store.StoreAsync(Record(Guid.CreateVersion7(), Start, ("grant/g", 0, 100, 30), ("limit/other", 0, 5, 5)));

        var balance = Assert.Single(await store.BalancesAsync());
        Assert.Equal((1000L, 970L, 0L, 30L), (balance.Given, balance.Available, balance.Reserved, balance.Used));
        Assert.Equal(
            ["released available 70", "used used 30", "reserved reserved 100", "granted available 1000"],
            (await Ledger.EntriesAsync("g", null, 10, CancellationToken.None)).Select(Text));
    }

    [Fact]
    public async Task What_is_used_beyond_the_reservation_leaves_nothing_reserved_and_may_leave_less_than_nothing()
    {
        await store.ReconcileAsync([Grant("g", amount: 100)]);

        await store.StoreAsync(Record(Guid.CreateVersion7(), Start, ("grant/g", 0, 90, 130)));

        var balance = Assert.Single(await store.BalancesAsync());
        Assert.Equal((-30L, 0L, 130L), (balance.Available, balance.Reserved, balance.Used));
    }

    [Fact]
    public async Task Several_attempts_of_one_request_are_one_charge_of_a_grant_and_period()
    {
        await store.ReconcileAsync([Grant("g")]);

        await store.StoreAsync(Record(Guid.CreateVersion7(), Start, ("grant/g", 0, 100, 0), ("grant/g", 0, 100, 30)));

        var balance = Assert.Single(await store.BalancesAsync());
        Assert.Equal((970L, 0L, 30L), (balance.Available, balance.Reserved, balance.Used));
    }

    [Fact]
    public async Task The_provider_saying_that_nothing_is_left_counts_once_and_corrects_the_balance()
    {
        await store.ReconcileAsync([Grant("g")]);
        var word = Denied(Guid.CreateVersion7(), Start, "grant/g", 0, 600);

        await store.StoreAsync(Record(Guid.CreateVersion7(), Start, ("grant/g", 0, 400, 400)));
        await store.StoreAsync(word);
        await store.StoreAsync(word);

        var balance = Assert.Single(await store.BalancesAsync());
        Assert.Equal((0L, 600L, 0L), (balance.Available, balance.Denied, balance.Reserved));
        var entry = (await Ledger.EntriesAsync("g", null, 1, CancellationToken.None))[0].Transaction;
        Assert.Equal((GrantEntryKind.Corrected, "the provider said that nothing is left"), (entry.Kind, entry.Note));
    }

    [Fact]
    public async Task A_correction_can_say_that_more_is_left()
    {
        await store.ReconcileAsync([Grant("g")]);

        var surplus = await Ledger.CorrectAsync("g", 0, "c", 1500, Start, "console", CancellationToken.None);

        var balance = Assert.Single(await store.BalancesAsync());
        Assert.Equal((-500L, 1500L, -500L), (surplus, balance.Available, balance.Corrected));
        Assert.Null(await Ledger.CorrectAsync("none", 0, "c", 1, Start, "console", CancellationToken.None));
    }

    [Fact]
    public async Task Nodes_that_see_the_same_grant_at_once_give_it_once()
    {
        var nodes = Enumerable.Range(0, 4).Select(_ => Task.Run(() => store.ReconcileAsync([Grant("g"), Grant("h")])));

        await Task.WhenAll(nodes);

        Assert.Equal(2, await store.CountAsync());
        Assert.All(await store.BalancesAsync(), balance => Assert.Equal(1000, balance.Available));
    }

    [Fact]
    public async Task Rows_are_neither_changed_nor_removed()
    {
        await store.ReconcileAsync([Grant("g")]);

        await Assert.ThrowsAnyAsync<DbException>(
            () => store.Database.QueryAsync<long>("update grant_ledger set amount = 1 returning seq"));
        await Assert.ThrowsAnyAsync<DbException>(
            () => store.Database.QueryAsync<long>("delete from grant_ledger returning seq"));
    }

    [Fact]
    public async Task Pages_of_rows_follow_each_other_and_use_is_told_by_time()
    {
        await store.ReconcileAsync([Grant("g")]);
        for (var day = 0; day < 4; day++)
            await store.StoreAsync(Record(Guid.CreateVersion7(), Start.AddDays(day), ("grant/g", 0, 10, 10)));

        var first = await Ledger.EntriesAsync("g", null, 5, CancellationToken.None);
        var rest = await Ledger.EntriesAsync("g", first[^1].Seq, 5, CancellationToken.None);

        Assert.Equal(9, first.Concat(rest).Select(entry => entry.Seq).Distinct().Count());
        Assert.Equal(20, (await Ledger.UsedSinceAsync(Start.AddDays(2), CancellationToken.None))["g"]);
        Assert.Equal(Start, await Ledger.FirstAtAsync("g", CancellationToken.None));
    }

    /// <summary>
    /// Random requests over grants and months, shipped in random batches, some of them again and again, while time goes
    /// on, grants are changed and removed, operators correct, and providers say that nothing is left.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_happens_entries_add_up_and_nothing_counts_twice(int seed)
    {
        var random = new Random(seed);
        var shipped = new List<JournalRecord>();
        for (var step = 0; step < 40; step++)
        {
            store.Time.Advance(TimeSpan.FromHours(random.Next(1, 72)));
            var grants = Grants(random);
            await store.ReconcileAsync(grants);
            var batch = Enumerable.Range(0, random.Next(0, 12)).Select(_ => RandomRecord(random, grants))
                .Concat(shipped.Where(_ => random.Next(20) == 0)).ToArray();
            await store.StoreAsync(batch);
            shipped.AddRange(batch);
            if (random.Next(5) == 0)
                await Ledger.CorrectAsync(
                    "once", 0, $"{step}", random.Next(0, 3000), store.Time.GetUtcNow(), "r", CancellationToken.None);
        }

        await store.ReconcileAsync(Grants(random));
        await store.AssertLawsAsync(shipped);
        var before = await store.CountAsync();

        foreach (var batch in shipped.Chunk(50))
            await store.StoreAsync(batch);

        Assert.Equal(before, await store.CountAsync());
        await store.AssertLawsAsync(shipped);
    }

    private static List<Policy.Grants.GrantRules> Grants(Random random)
    {
        List<Policy.Grants.GrantRules> grants =
        [
            Grant("once", random.Next(500, 2000)),
            Grant("short", 700, until: Start.AddDays(20 + random.Next(20))),
            Grant("monthly", 300, renews: GrantRenewal.Monthly),
        ];
        if (random.Next(4) == 0)
            grants.RemoveAt(random.Next(grants.Count));
        return grants;
    }

    private JournalRecord RandomRecord(Random random, List<Policy.Grants.GrantRules> grants)
    {
        var at = store.Time.GetUtcNow().AddMinutes(-random.Next(0, 3000));
        var charges = grants.Where(_ => random.Next(2) == 0).Select(grant =>
        {
            var reserved = random.Next(0, 100);
            return (grant.Account, grant.PeriodOf(at.UtcTicks).StartTicks, Reserved: (long)reserved,
                Spent: (long)random.Next(0, reserved + 5));
        }).ToArray();
        return random.Next(10) == 0 && charges.Length > 0
            ? Denied(Guid.CreateVersion7(at), at, charges[0].Account, charges[0].StartTicks, random.Next(0, 300))
            : Record(Guid.CreateVersion7(at), at, charges);
    }

    private static string Text(GrantEntry entry) => FormattableString.Invariant(
        $"{entry.Transaction.Kind} {entry.Transaction.Credit} {entry.Transaction.Amount}").ToLowerInvariant();
}
