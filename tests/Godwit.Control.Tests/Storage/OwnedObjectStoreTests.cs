using Godwit.Control.Storage;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Storage;

public sealed class OwnedObjectStoreOnSqliteTests() : OwnedObjectStoreTests(new SqliteTestDatabase());

public sealed class OwnedObjectStoreOnPostgresTests() : OwnedObjectStoreTests(new PostgresTestDatabase());

/// <summary>What projects have at providers, on every engine.</summary>
public abstract class OwnedObjectStoreTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(Start);
    private readonly TestDatabase test;
    private OwnedObjectStore store = null!;

    private protected OwnedObjectStoreTests(TestDatabase test) => this.test = test;

    public async ValueTask InitializeAsync()
    {
        var database = await test.ConnectAsync(time);
        await database.MigrateAsync(CancellationToken.None);
        store = new OwnedObjectStore(database, time);
    }

    public async ValueTask DisposeAsync()
    {
        await test.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_thing_is_stored_once_and_stays_gone()
    {
        await store.AddAsync([File("1"), File("2")], CancellationToken.None);
        await store.AddAsync([File("1"), File("2", gone: true)], CancellationToken.None);
        await store.AddAsync([File("2")], CancellationToken.None);

        Assert.Equal([File("1")], await AllAsync());
    }

    [Fact]
    public async Task Everything_is_read_however_much_it_is()
    {
        await store.AddAsync([.. Enumerable.Range(0, 2500).Select(i => File($"{i}"))], CancellationToken.None);

        Assert.Equal(2500, (await AllAsync()).Distinct().Count());
    }

    [Fact]
    public async Task Changes_since_an_instant_are_told_with_what_is_gone()
    {
        await store.AddAsync([File("1"), File("2")], CancellationToken.None);
        time.Advance(TimeSpan.FromMinutes(1));
        await store.AddAsync([File("1"), File("2", gone: true), File("3")], CancellationToken.None);

        var changed = await store.ChangedAsync(Start.AddSeconds(30), CancellationToken.None);

        Assert.Equal([("2", true), ("3", false)], changed.Select(o => (o.Key.Id, o.Gone)).Order());
    }

    [Fact]
    public async Task The_account_that_keeps_a_thing_is_told_with_it()
    {
        var file = File("1");
        file = file with { Key = file.Key with { Account = "team-a" } };
        await store.AddAsync([file, File("2")], CancellationToken.None);

        Assert.Equal([("1", "team-a"), ("2", "")], (await AllAsync()).Select(o => (o.Key.Id, o.Key.Account)));
    }

    private static OwnedObject File(string id, bool gone = false) =>
        new(new OwnedKey(OwnedKind.File, "openai", id), "acme", "app", Start, gone);

    private async Task<List<OwnedObject>> AllAsync()
    {
        var all = new List<OwnedObject>();
        await foreach (var thing in store.AllAsync(CancellationToken.None))
            all.Add(thing);
        return all;
    }
}
