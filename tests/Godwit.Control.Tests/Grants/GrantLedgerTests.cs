using System.Data.Common;
using Godwit.Control.Grants;
using Godwit.Control.Storage;
using Godwit.Control.Storage.Grants;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static Godwit.Control.Tests.Grants.LedgerSamples;

namespace Godwit.Control.Tests.Grants;

public sealed class GrantLedgerOnSqliteTests() : GrantLedgerTests(new SqliteTestDatabase());

public sealed class GrantLedgerOnPostgresTests() : GrantLedgerTests(new PostgresTestDatabase());

/// <summary>What the ledger of grants keeps to, on every engine.</summary>
public abstract class GrantLedgerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(Start);
    private readonly TestDatabase test;
    private IDatabase database = null!;
    private GrantLedger ledger = null!;

    private protected GrantLedgerTests(TestDatabase test) => this.test = test;

    public async ValueTask InitializeAsync()
    {
        database = await test.ConnectAsync(time);
        await database.MigrateAsync(CancellationToken.None);
        ledger = new GrantLedger(database);
    }

    public async ValueTask DisposeAsync()
    {
        await test.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_request_reserves_uses_and_gives_back()
    {
        await ReconcileAsync([Grant("g")]);

        await StoreAsync(Record(Guid.CreateVersion7(), Start, ("grant/g", 0, 100, 30), ("limit/other", 0, 5, 5)));

        var balance = Assert.Single(await BalancesAsync());
        Assert.Equal((1000L, 970L, 0L, 30L), (balance.Given, balance.Available, balance.Reserved, balance.Used));
        Assert.Equal(
            ["released available 70", "used used 30", "reserved reserved 100", "granted available 1000"],
            (await ledger.EntriesAsync("g", null, 10, CancellationToken.None)).Select(Text));
    }

    [Fact]
    public async Task What_is_used_beyond_the_reservation_leaves_nothing_reserved_and_may_leave_less_than_nothing()
    {
        await ReconcileAsync([Grant("g", amount: 100)]);

        await StoreAsync(Record(Guid.CreateVersion7(), Start, ("grant/g", 0, 90, 130)));

        var balance = Assert.Single(await BalancesAsync());
        Assert.Equal((-30L, 0L, 130L), (balance.Available, balance.Reserved, balance.Used));
    }

    [Fact]
    public async Task Several_attempts_of_one_request_are_one_charge_of_a_grant_and_period()
    {
        await ReconcileAsync([Grant("g")]);

        await StoreAsync(Record(Guid.CreateVersion7(), Start, ("grant/g", 0, 100, 0), ("grant/g", 0, 100, 30)));

        var balance = Assert.Single(await BalancesAsync());
        Assert.Equal((970L, 0L, 30L), (balance.Available, balance.Reserved, balance.Used));
    }

    [Fact]
    public async Task The_provider_saying_that_nothing_is_left_counts_once_and_corrects_the_balance()
    {
        await ReconcileAsync([Grant("g")]);
        var word = Denied(Guid.CreateVersion7(), Start, "grant/g", 0, 600);

        await StoreAsync(Record(Guid.CreateVersion7(), Start, ("grant/g", 0, 400, 400)));
        await StoreAsync(word);
        await StoreAsync(word);

        var balance = Assert.Single(await BalancesAsync());
        Assert.Equal((0L, 600L, 0L), (balance.Available, balance.Denied, balance.Reserved));
        var entry = (await ledger.EntriesAsync("g", null, 1, CancellationToken.None))[0].Transaction;
        Assert.Equal((GrantEntryKind.Corrected, "the provider said that nothing is left"), (entry.Kind, entry.Note));
    }

    [Fact]
    public async Task A_correction_can_say_that_more_is_left()
    {
        await ReconcileAsync([Grant("g")]);

        var surplus = await ledger.CorrectAsync("g", 0, "c", 1500, Start, "console", CancellationToken.None);

        var balance = Assert.Single(await BalancesAsync());
        Assert.Equal((-500L, 1500L, -500L), (surplus, balance.Available, balance.Corrected));
        Assert.Null(await ledger.CorrectAsync("none", 0, "c", 1, Start, "console", CancellationToken.None));
    }

    [Fact]
    public async Task Nodes_that_see_the_same_grant_at_once_give_it_once()
    {
        var nodes = Enumerable.Range(0, 4).Select(_ => Task.Run(() => ReconcileAsync([Grant("g"), Grant("h")])));

        await Task.WhenAll(nodes);

        Assert.Equal(2, (await database.QueryAsync<long>("select seq from grant_ledger")).Count);
        Assert.All(await BalancesAsync(), balance => Assert.Equal(1000, balance.Available));
    }

    [Fact]
    public async Task Rows_are_neither_changed_nor_removed()
    {
        await ReconcileAsync([Grant("g")]);

        await Assert.ThrowsAnyAsync<DbException>(
            () => database.QueryAsync<long>("update grant_ledger set amount = 1 returning seq"));
        await Assert.ThrowsAnyAsync<DbException>(
            () => database.QueryAsync<long>("delete from grant_ledger returning seq"));
    }

    [Fact]
    public async Task Pages_of_rows_follow_each_other_and_use_is_told_by_time()
    {
        await ReconcileAsync([Grant("g")]);
        for (var day = 0; day < 4; day++)
            await StoreAsync(Record(Guid.CreateVersion7(), Start.AddDays(day), ("grant/g", 0, 10, 10)));

        var first = await ledger.EntriesAsync("g", null, 5, CancellationToken.None);
        var rest = await ledger.EntriesAsync("g", first[^1].Seq, 5, CancellationToken.None);

        Assert.Equal(9, first.Concat(rest).Select(entry => entry.Seq).Distinct().Count());
        Assert.Equal(20, (await ledger.UsedSinceAsync(Start.AddDays(2), CancellationToken.None))["g"]);
        Assert.Equal(Start, await ledger.FirstAtAsync("g", CancellationToken.None));
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
            time.Advance(TimeSpan.FromHours(random.Next(1, 72)));
            var grants = Grants(random);
            await ReconcileAsync(grants);
            var batch = Enumerable.Range(0, random.Next(0, 12)).Select(_ => RandomRecord(random, grants))
                .Concat(shipped.Where(_ => random.Next(20) == 0)).ToArray();
            await StoreAsync(batch);
            shipped.AddRange(batch);
            if (random.Next(5) == 0)
                await ledger.CorrectAsync(
                    "once", 0, $"{step}", random.Next(0, 3000), time.GetUtcNow(), "r", CancellationToken.None);
        }

        await ReconcileAsync(Grants(random));
        await AssertLawsAsync();
        var before = await database.QueryAsync<long>("select seq from grant_ledger");

        foreach (var batch in shipped.Chunk(50))
            await StoreAsync(batch);

        Assert.Equal(before.Count, (await database.QueryAsync<long>("select seq from grant_ledger")).Count);
        await AssertLawsAsync();
    }

    private async Task AssertLawsAsync()
    {
        Assert.All(
            await database.QueryAsync<string>(
                "select id from grant_entries group by grant_name, period, id, kind having sum(amount) <> 0"),
            id => Assert.Fail($"Transaction {id} is out of balance"));
        Assert.Empty(await database.QueryAsync<string>(
            """
            select b.grant_name from grant_balances b where b.balance <> coalesce((
              select sum(e.amount) from grant_entries e
              where e.grant_name = b.grant_name and e.period = b.period and e.account = b.account), 0)
            """));
        Assert.Empty(await database.QueryAsync<string>(
            """
            select e.grant_name from grant_entries e left join grant_balances b
              on b.grant_name = e.grant_name and b.period = e.period and b.account = e.account
            where b.account is null
            """));
        Assert.All(await BalancesAsync(), balance =>
        {
            Assert.Equal(0, balance.Reserved);
            Assert.Equal(
                balance.Available,
                balance.Given - balance.Used - balance.Expired - balance.Corrected - balance.Denied);
        });
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
        var at = time.GetUtcNow().AddMinutes(-random.Next(0, 3000));
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

    private Task<int> ReconcileAsync(IReadOnlyList<Policy.Grants.GrantRules> grants)
    {
        var reconciliation = new GrantReconciliation(time.GetUtcNow(), () => Guid.CreateVersion7().ToString());
        return ledger.PlanAsync(known => reconciliation.Missing(grants, known), CancellationToken.None);
    }

    private Task StoreAsync(params JournalRecord[] records) =>
        new GrantRecords(ledger).StoreAsync(records, CancellationToken.None);

    private Task<IReadOnlyList<GrantBalance>> BalancesAsync() => ledger.BalancesAsync(CancellationToken.None);

    private static string Text(GrantEntry entry) => FormattableString.Invariant(
        $"{entry.Transaction.Kind} {entry.Transaction.Credit} {entry.Transaction.Amount}").ToLowerInvariant();
}
