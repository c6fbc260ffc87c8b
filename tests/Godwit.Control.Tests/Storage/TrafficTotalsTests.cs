using Godwit.Control.Storage;
using Godwit.Control.Storage.Traffic;
using Godwit.Control.Tests.Evidence;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Storage;

public sealed class TrafficTotalsOnSqliteTests() : TrafficTotalsTests(new SqliteTestDatabase());

public sealed class TrafficTotalsOnPostgresTests() : TrafficTotalsTests(new PostgresTestDatabase());

/// <summary>Traffic of many hours as one, on every engine.</summary>
public abstract class TrafficTotalsTests : IAsyncLifetime
{
    private readonly TestDatabase test;
    private IRequestStore store = null!;

    private protected TrafficTotalsTests(TestDatabase test) => this.test = test;

    public async ValueTask InitializeAsync()
    {
        var time = new FakeTimeProvider(EvidenceSamples.Start);
        var database = await test.ConnectAsync(time);
        await database.MigrateAsync(CancellationToken.None);
        store = test.Requests(database, time);
        await store.AppendAsync(
        [
            EvidenceSamples.Record(0, "CN"), EvidenceSamples.Record(9000, "CN"), EvidenceSamples.Record(4000, "CN"),
            EvidenceSamples.Record(10, "DE") with { Cost = null, Currency = null },
        ], CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await test.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Hours_are_added_up_by_kind_of_request()
    {
        var rows = await TotalAsync(EvidenceSamples.Start, EvidenceSamples.Start.AddDays(1));

        Assert.Equal(2, rows.Count);
        var china = rows.Single(r => r.Currency == "USD");
        Assert.Equal((3, 300, 30, 1_500_000_000L), (
            china.Requests, china.InputTokens, china.OutputTokens, china.CostNano));
        Assert.Equal(
            (EvidenceSamples.Start, EvidenceSamples.Start.AddSeconds(9000)), (china.FirstSeen, china.LastSeen));
        Assert.Equal(EvidenceSamples.Record(0, "CN").Evidence, china.Evidence);
        Assert.Null(rows.Single(r => r.Currency is null).CostNano);
    }

    [Fact]
    public async Task They_are_the_sums_of_the_hours_themselves()
    {
        var (since, until) = (EvidenceSamples.Start.AddHours(1), EvidenceSamples.Start.AddHours(3));
        var hours = await store.TrafficAsync(since, until, CancellationToken.None);

        Assert.Equal(hours.Sum(r => r.Requests), (await TotalAsync(since, until)).Sum(r => r.Requests));
        Assert.Empty(await TotalAsync(until, until));
    }

    private Task<IReadOnlyList<TrafficRow>> TotalAsync(DateTimeOffset since, DateTimeOffset until) =>
        ((ITrafficReader)store).TotalAsync(since, until, CancellationToken.None);
}
