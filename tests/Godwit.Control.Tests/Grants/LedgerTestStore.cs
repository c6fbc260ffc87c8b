using Godwit.Control.Grants;
using Godwit.Control.Storage;
using Godwit.Control.Storage.Grants;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Contracts;
using Godwit.Policy.Grants;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static Godwit.Control.Tests.Grants.LedgerSamples;

namespace Godwit.Control.Tests.Grants;

/// <summary>A ledger in a store of one test's own, as one node or several use it, and the laws it keeps to.</summary>
internal sealed class LedgerTestStore(TestDatabase test) : IAsyncDisposable
{
    public FakeTimeProvider Time { get; } = new(Start);

    public IDatabase Database { get; private set; } = null!;

    public GrantLedger Ledger { get; private set; } = null!;

    /// <summary>What the first node stores its records by.</summary>
    public IRequestStore Requests { get; private set; } = null!;

    public async Task OpenAsync()
    {
        Database = await test.ConnectAsync(Time);
        await Database.MigrateAsync(CancellationToken.None);
        Ledger = new GrantLedger(Database);
        Requests = test.Requests(Database, Time);
    }

    /// <summary>What another node stores its records by.</summary>
    public async Task<IRequestStore> AnotherNodeAsync() => test.Requests(await test.ConnectAsync(Time), Time);

    public ValueTask DisposeAsync() => test.DisposeAsync();

    public Task<int> ReconcileAsync(IReadOnlyList<GrantRules> grants)
    {
        var reconciliation = new GrantReconciliation(Time.GetUtcNow(), () => Guid.CreateVersion7().ToString());
        return Ledger.PlanAsync(known => reconciliation.Missing(grants, known), CancellationToken.None);
    }

    public Task StoreAsync(params JournalRecord[] records) => Requests.AppendAsync(records, CancellationToken.None);

    public Task<IReadOnlyList<GrantBalance>> BalancesAsync() => Ledger.BalancesAsync(CancellationToken.None);

    /// <summary>Rows of a grant, newest first.</summary>
    public async Task<IReadOnlyList<GrantTransaction>> RowsAsync(string grant) =>
        [.. (await Ledger.EntriesAsync(grant, null, 1000, CancellationToken.None)).Select(entry => entry.Transaction)];

    /// <summary>How many rows there are, of all grants.</summary>
    public async Task<int> CountAsync() => (await Database.QueryAsync<long>("select seq from grant_ledger")).Count;

    /// <summary>
    /// Entries add up to balances, nothing stays reserved, and what was used is what the records say.
    /// </summary>
    public async Task AssertLawsAsync(IEnumerable<JournalRecord> shipped)
    {
        Assert.All(
            await Database.QueryAsync<string>(
                "select id from grant_entries group by grant_name, period, id, kind having sum(amount) <> 0"),
            id => Assert.Fail($"Transaction {id} is out of balance"));
        Assert.Empty(await Database.QueryAsync<string>(
            """
            select b.grant_name from grant_balances b where b.balance <> coalesce((
              select sum(e.amount) from grant_entries e
              where e.grant_name = b.grant_name and e.period = b.period and e.account = b.account), 0)
            """));
        Assert.Empty(await Database.QueryAsync<string>(
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
        await AssertUsedAsync(shipped);
    }

    private async Task AssertUsedAsync(IEnumerable<JournalRecord> shipped)
    {
        var charges = shipped.Select(record => record.Read()).DistinctBy(record => record.Id)
            .SelectMany(record => record.Charges ?? [])
            .Where(charge => charge.Account.StartsWith(GrantRulesCompiler.AccountPrefix, StringComparison.Ordinal))
            .ToLookup(charge => (charge.Account[GrantRulesCompiler.AccountPrefix.Length..], charge.Period));
        Assert.All(await BalancesAsync(), balance =>
        {
            var mine = charges[(balance.Grant, balance.Period)];
            Assert.Equal(
                (mine.Sum(c => c.Spent), mine.Sum(c => c.Corrected)), (balance.Used, balance.Denied));
        });
        Assert.Equal(
            charges.SelectMany(group => group).Count(charge => charge.Spent > 0),
            (await Database.QueryAsync<long>("select requests from grant_ledger where kind = 'used'")).Sum());
    }
}
