using Godwit.Control.Publishing;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Godwit.Control.Tests.Evidence;

public sealed class ReplayOnSqliteTests() : ReplayTests(new SqliteTestDatabase());

public sealed class ReplayOnPostgresTests() : ReplayTests(new PostgresTestDatabase());

/// <summary>Recorded decisions come out again by the configuration of then, whatever is in force now.</summary>
public abstract class ReplayTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private readonly TestDatabase database;
    private ControlNode node = null!;
    private long open;
    private long closed;

    private protected ReplayTests(TestDatabase database) => this.database = database;

    public async ValueTask InitializeAsync()
    {
        node = await ControlNode.StartAsync(database, folder.Path);
        open = (await node.Client.ApplyAsync(EvidenceSamples.Configuration)).Revision;
        closed = (await node.Client.ApplyAsync(EvidenceSamples.Policy())).Revision;
        await node.Client.DeleteAsync("TerritoryPolicy", "cut");
    }

    public async ValueTask DisposeAsync()
    {
        if (node is not null)
            await node.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Each_request_is_decided_by_the_policies_of_its_own_revision()
    {
        await node.StoreAsync(Served(0), Refused(1), Refused(2) with { Decision = RequestDecision.None });

        var report = await node.Client.ReplayAsync(EvidenceSamples.Start, null, null);

        Assert.Empty(report.Disagreements);
        Assert.Equal((2, 2, 0, 1), (report.Decided, report.Agreed, report.Disagreed, report.NotDecided));
    }

    [Fact]
    public async Task A_decision_that_comes_out_otherwise_is_listed_with_both_results()
    {
        var wrong = Served(0) with { SnapshotRevision = closed };
        await node.StoreAsync(wrong, Served(1));

        var report = await node.Client.ReplayAsync(EvidenceSamples.Start, null, "acme");

        var one = Assert.Single(report.Disagreements);
        Assert.Equal((wrong.Id, closed), (one.Request, one.Revision));
        Assert.Equal(("served", "no_policy", null), (one.Recorded.Decision, one.Recorded.Reason, one.Recorded.Policy));
        Assert.Equal(
            ("refused", "territory_not_served", "cut@1"),
            (one.Replayed.Decision, one.Replayed.Reason, one.Replayed.Policy));
        Assert.Equal((2, 1, 1), (report.Decided, report.Agreed, report.Disagreed));
    }

    [Fact]
    public async Task What_history_or_the_record_does_not_hold_is_counted_apart()
    {
        await node.StoreAsync(Served(0) with { SnapshotRevision = 999 }, Served(1) with { Evidence = null });

        var report = await node.Client.ReplayAsync(EvidenceSamples.Start, null, null);

        Assert.Equal((0, 2), (report.Decided, report.NotReproducible));
    }

    [Fact]
    public async Task More_records_than_one_step_reads_are_all_decided()
    {
        await node.StoreAsync(Enumerable.Range(0, 1001).Select(Served));

        Assert.Equal(1001, (await node.Client.ReplayAsync(EvidenceSamples.Start, null, null)).Agreed);
    }

    [Fact]
    public async Task A_snapshot_of_an_instant_is_the_one_that_was_in_force_then()
    {
        var archive = node.App.Services.GetRequiredService<SnapshotArchive>();

        var now = await archive.FindAsync(DateTimeOffset.UtcNow.AddDays(1), CancellationToken.None);
        var then = await archive.FindAsync(closed, CancellationToken.None);

        Assert.Equal(node.Snapshots.Current!.Revision, now!.Revision);
        Assert.Empty(now.Providers.Single(p => p.Name == "maker").Territories);
        Assert.Equal("cut@1", then!.Providers.Single(p => p.Name == "maker").Territories.Single().Label);
        Assert.Null(await archive.FindAsync(EvidenceSamples.Start.AddYears(-9), CancellationToken.None));
    }

    private RequestRecord Served(int second) =>
        EvidenceSamples.Record(second, "CN") with { SnapshotRevision = open };

    private RequestRecord Refused(int second) => EvidenceSamples.Record(second, "CN") with
    {
        SnapshotRevision = closed, Decision = RequestDecision.Refused, Reason = "territory_not_served",
        Policy = "cut@1", Provider = null, Model = null,
    };
}
