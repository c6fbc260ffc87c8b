using Dapper;
using Godwit.Control.Storage;
using Godwit.Policy.Configuration;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Storage;

public sealed class ResourceStoreOnSqliteTests() : ResourceStoreTests(new SqliteTestDatabase());

public sealed class ResourceStoreOnPostgresTests() : ResourceStoreTests(new PostgresTestDatabase());

/// <summary>What the store of resources keeps to, on every engine.</summary>
public abstract class ResourceStoreTests : IAsyncLifetime
{
    private static readonly ResourceKey Acme = new(ResourceKind.Organization, "acme");

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly TestDatabase test;
    private IDatabase database = null!;
    private ResourceStore store = null!;

    private protected ResourceStoreTests(TestDatabase test) => this.test = test;

    public async ValueTask InitializeAsync()
    {
        database = await test.ConnectAsync(time);
        await database.MigrateAsync(CancellationToken.None);
        store = new ResourceStore(database, time);
    }

    public async ValueTask DisposeAsync()
    {
        await test.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_empty_store_has_revision_zero_and_no_resources()
    {
        var set = await store.ReadAsync(CancellationToken.None);

        Assert.Equal(0, set.Revision);
        Assert.Empty(set.Resources);
    }

    [Fact]
    public async Task A_change_counts_up_version_and_revision_and_says_who_and_when()
    {
        await WriteAsync(Acme, "{}");
        time.Advance(TimeSpan.FromMinutes(1));
        var result = await WriteAsync(Acme, """{"language":"de"}""", HistoryAction.Update);

        var set = await store.ReadAsync(CancellationToken.None);
        var resource = Assert.Single(set.Resources);
        Assert.Equal(2, result.Revision);
        Assert.Equal(2, result.Versions[Acme]);
        Assert.Equal(
            new StoredResource(
                ResourceKind.Organization, "acme", 2, """{"language":"de"}""", ManagedBy.Api, time.GetUtcNow(), "tester"),
            resource);
    }

    [Fact]
    public async Task A_version_goes_on_counting_when_a_resource_is_deleted_and_made_again()
    {
        await WriteAsync(Acme, "{}");
        await WriteAsync(Acme, null, HistoryAction.Delete);
        var result = await WriteAsync(Acme, "{}");

        Assert.Equal(3, result.Versions[Acme]);
    }

    [Fact]
    public async Task A_plan_without_changes_makes_no_revision()
    {
        await WriteAsync(Acme, "{}");

        var result = await store.ChangeAsync(_ => [], "tester", CancellationToken.None);

        Assert.Equal(1, result.Revision);
        Assert.Single(await store.ReadHistoryAsync(null, null, null, 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_plan_that_throws_changes_nothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => store.ChangeAsync(_ => throw new InvalidOperationException(), "tester", CancellationToken.None));

        Assert.Equal(0, await store.ReadRevisionAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Writers_at_the_same_time_each_see_what_the_other_wrote()
    {
        var other = new ResourceStore(await test.ConnectAsync(time), time);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => (i % 2 == 0 ? store : other).ChangeAsync(
            set => [new ResourceChange(Acme, $$"""{"n":{{set.Resources.Count + set.Revision}}}""", ManagedBy.Api, HistoryAction.Update)],
            "tester", CancellationToken.None))));

        var set = await store.ReadAsync(CancellationToken.None);
        Assert.Equal(20, set.Revision);
        Assert.Equal("""{"n":20}""", Assert.Single(set.Resources).Spec);
        Assert.Equal((null, 20), await store.VerifyHistoryAsync(CancellationToken.None));
    }

    [Fact]
    public async Task History_is_newest_first_and_keeps_before_and_after()
    {
        await WriteAsync(Acme, "{}");
        await WriteAsync(new ResourceKey(ResourceKind.Organization, "other"), "{}");
        await WriteAsync(Acme, null, HistoryAction.Delete);

        var rows = await store.ReadHistoryAsync(ResourceKind.Organization, "acme", null, 10, CancellationToken.None);

        Assert.Equal([("delete", "{}", null), ("create", null, "{}")], rows.Select(r => (r.Action, r.Before, r.After)));
        Assert.Equal([1L], (await store.ReadHistoryAsync(null, null, 2, 10, CancellationToken.None))
            .Select(r => r.Seq));
    }

    [Theory]
    [InlineData("update history set actor = 'somebody' where seq = 2", "entry 2 was changed")]
    [InlineData("delete from history where seq = 2", "entry 2 is missing")]
    [InlineData("delete from history where seq = 3", "does not end at the last entry")]
    [InlineData("update resources set spec = '{\"x\":1}' where name = 'acme'", "differs from its last entry")]
    [InlineData("delete from resources where name = 'acme'", "gone without an entry")]
    public async Task Verification_notices_what_was_tampered_with(string sql, string expected)
    {
        await WriteAsync(Acme, "{}");
        await WriteAsync(new ResourceKey(ResourceKind.Organization, "other"), "{}");
        await WriteAsync(Acme, """{"language":"de"}""", HistoryAction.Update);
        Assert.Equal((null, 3), await store.VerifyHistoryAsync(CancellationToken.None));
        await using (var connection = await database.OpenAsync(CancellationToken.None))
            await connection.ExecuteAsync(sql);

        var (found, _) = await store.VerifyHistoryAsync(CancellationToken.None);

        Assert.Contains(expected, found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_that_start_at_the_same_time_migrate_once()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => test.ConnectAsync(TimeProvider.System)));

        await Task.WhenAll(nodes.Select(n => Task.Run(() => n.MigrateAsync(CancellationToken.None))));

        Assert.Equal(0, await store.ReadRevisionAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_listener_hears_of_a_change_by_another_process()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var listener = await database.ListenAsync(limit.Token);
        var waiting = listener.WaitAsync(limit.Token);
        await WriteAsync(Acme, "{}");
        time.Advance(TimeSpan.FromSeconds(1));

        await waiting.WaitAsync(limit.Token);
        Assert.Equal(1, await store.ReadRevisionAsync(limit.Token));
    }

    [Fact]
    public async Task A_setting_is_what_was_written_last()
    {
        var settings = new SettingStore(database);
        Assert.Null(await settings.ReadAsync("a", CancellationToken.None));
        await settings.WriteAsync("a", "1", CancellationToken.None);
        await settings.WriteAsync("a", "2", CancellationToken.None);

        Assert.Equal("2", await settings.ReadAsync("a", CancellationToken.None));
    }

    private Task<ChangeResult> WriteAsync(ResourceKey key, string? spec, HistoryAction action = HistoryAction.Create) =>
        store.ChangeAsync(
            _ => [new ResourceChange(key, spec, ManagedBy.Api, action)], "tester", CancellationToken.None);
}
