using System.Text.Json;
using Godwit.Control.Storage;
using Godwit.Control.Storage.Grants;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Contracts;
using Xunit;
using static Godwit.Control.Tests.Grants.LedgerSamples;

namespace Godwit.Control.Tests.Grants;

public sealed class GrantShippingOnSqliteTests() : GrantShippingTests(new SqliteTestDatabase());

public sealed class GrantShippingOnPostgresTests() : GrantShippingTests(new PostgresTestDatabase());

/// <summary>How batches of records come to be rows of the ledger, on every engine.</summary>
public abstract class GrantShippingTests : IAsyncLifetime
{
    private readonly LedgerTestStore store;

    private protected GrantShippingTests(TestDatabase test) => store = new LedgerTestStore(test);

    public async ValueTask InitializeAsync()
    {
        await store.OpenAsync();
        await store.ReconcileAsync([Grant("g", 1_000_000), Grant("h", 1_000_000)]);
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_batch_of_one_grant_and_hour_is_a_row_of_each_kind()
    {
        var records = Records(499).Append(Denied(Guid.CreateVersion7(Start), Start, "grant/g", 0, 10)).ToArray();

        await store.StoreAsync(records);

        var rows = (await store.RowsAsync("g")).Where(row => row.Kind != GrantEntryKind.Granted).ToList();
        Assert.Equal(
            [("corrected", 10L, 1L), ("released", 35_030L, 500L), ("used", 14_970L, 499L), ("reserved", 50_000L, 500L)],
            rows.Select(row => (GrantTransaction.NameOf(row.Kind), row.Amount, row.Requests!.Value)));
        Assert.All(rows, row => Assert.Equal(records[0].Read().Id, Guid.Parse(row.Id)));
        Assert.All(rows, row => Assert.Equal(Start.AddMilliseconds(498), row.At));
        Assert.Null((await store.RowsAsync("g"))[^1].Requests);
        await store.AssertLawsAsync(records);
    }

    [Fact]
    public async Task A_record_that_a_batch_has_twice_counts_once()
    {
        var records = Records(3);

        await store.StoreAsync([.. records, .. records]);

        Assert.Equal(90, (await store.BalancesAsync())[0].Used);
        await store.AssertLawsAsync(records);
    }

    [Fact]
    public async Task A_batch_over_the_edge_of_an_hour_is_rows_of_both_hours()
    {
        JournalRecord[] records =
        [
            Record(Guid.CreateVersion7(), Start.AddHours(1).AddTicks(-10), ("grant/g", 0, 100, 30)),
            Record(Guid.CreateVersion7(), Start.AddHours(1), ("grant/g", 0, 100, 40)),
        ];

        await store.StoreAsync(records);

        Assert.Equal(
            [(40L, Start.AddHours(1)), (30L, Start.AddHours(1).AddTicks(-10))],
            (await store.RowsAsync("g")).Where(row => row.Kind == GrantEntryKind.Used)
                .Select(row => (row.Amount, row.At)));
        Assert.Equal(40, (await store.Ledger.UsedSinceAsync(Start.AddHours(1), CancellationToken.None))["g"]);
        await store.AssertLawsAsync(records);
    }

    [Fact]
    public async Task A_batch_that_is_shipped_again_in_another_cut_counts_what_is_new()
    {
        var records = Records(100);

        await store.StoreAsync(records[..60]);
        await store.StoreAsync(records[30..]);
        var rows = await store.CountAsync();
        foreach (var batch in records.Chunk(7))
            await store.StoreAsync(batch);

        Assert.Equal(rows, await store.CountAsync());
        await store.AssertLawsAsync(records);
    }

    [Fact]
    public async Task Nodes_that_ship_the_same_records_at_once_count_each_once()
    {
        var records = Records(400, "grant/g", "grant/h");
        var other = await store.AnotherNodeAsync();

        await Task.WhenAll(
            Task.Run(() => ShipAsync(store.Requests, records[..300].Chunk(40))),
            Task.Run(() => ShipAsync(other, records[100..].Chunk(55))));

        Assert.All(await store.BalancesAsync(), balance => Assert.Equal(400 * 30, balance.Used));
        await store.AssertLawsAsync(records);
    }

    [Fact]
    public async Task A_record_whose_charges_have_another_shape_holds_no_other_up()
    {
        var records = Records(2);
        var odd = new JournalRecord(
            """
            {"id":"0199c1f0-0000-7000-8000-000000000000","started_at":"2026-07-01T00:00:00Z","decision":"served",
             "charges":[{"account":"grant/g","spent":"many"}]}
            """u8.ToArray());

        await store.StoreAsync(records[0], odd, records[1]);

        Assert.Equal(60, (await store.BalancesAsync())[0].Used);
        Assert.Single(await store.Database.QueryAsync<string>(
            "select record from requests where record like '%many%'"));
    }

    [Fact]
    public async Task A_batch_that_cannot_be_stored_moves_nothing()
    {
        await Assert.ThrowsAsync<JsonException>(
            () => store.StoreAsync([.. Records(2), new JournalRecord("{\"id\":7}"u8.ToArray())]));

        Assert.Equal(2, await store.CountAsync());
        Assert.Equal(0, (await store.BalancesAsync())[0].Used);
    }

    private static async Task ShipAsync(IRequestStore to, IEnumerable<JournalRecord[]> batches)
    {
        foreach (var batch in batches)
            await to.AppendAsync(batch, CancellationToken.None);
    }

    private static JournalRecord[] Records(int count, params string[] accounts) =>
    [
        .. Enumerable.Range(0, count).Select(i => Start.AddMilliseconds(i)).Select(at => Record(
            Guid.CreateVersion7(at), at,
            [.. (accounts is [] ? ["grant/g"] : accounts).Select(account => (account, 0L, 100L, 30L))])),
    ];
}
