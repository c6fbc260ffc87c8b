using Godwit.Control.Retention;
using Godwit.Control.Storage;
using Godwit.Control.Tests.Evidence;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Retention;

public sealed class RetentionOnSqliteTests() : RetentionTests(new SqliteTestDatabase());

public sealed class RetentionOnPostgresTests() : RetentionTests(new PostgresTestDatabase());

/// <summary>What is kept and what is forgotten, on every engine.</summary>
public abstract class RetentionTests : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(EvidenceSamples.Start);
    private readonly TestDatabase test;
    private IRequestStore store = null!;

    private protected RetentionTests(TestDatabase test) => this.test = test;

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
    public async Task Records_are_kept_for_the_days_they_are_to_be_kept_and_traffic_for_its_own()
    {
        await AppendAsync(OnDay(0), OnDay(-9), OnDay(-10), OnDay(-11), OnDay(-40));

        await SweepAsync(new RetentionOptions { RequestDays = 10, TrafficDays = 30 });

        Assert.Equal(3, (await store.ListAsync(new RequestFilter(), 10, CancellationToken.None)).Count);
        Assert.Equal(4, (await TrafficAsync()).Sum(row => row.Requests));
    }

    [Fact]
    public async Task A_day_ends_at_midnight_UTC_for_what_is_forgotten_too()
    {
        var midnight = new DateTimeOffset(2026, 5, 22, 0, 0, 0, TimeSpan.Zero);
        await AppendAsync(At(midnight), At(midnight.AddTicks(-10)));

        await SweepAsync(new RetentionOptions { RequestDays = 10 });

        Assert.Equal(
            midnight, Assert.Single(await store.ListAsync(new RequestFilter(), 10, CancellationToken.None)).StartedAt);
    }

    [Fact]
    public async Task Time_that_goes_on_makes_more_of_them_old()
    {
        await AppendAsync(OnDay(0));
        var sweep = Sweep(new RetentionOptions { RequestDays = 10, TrafficDays = 10 });

        Assert.False(await sweep.StepAsync(CancellationToken.None));
        Assert.Single(await store.ListAsync(new RequestFilter(), 10, CancellationToken.None));
        time.Advance(TimeSpan.FromDays(11));
        while (await sweep.StepAsync(CancellationToken.None))
        {
        }

        Assert.Empty(await store.ListAsync(new RequestFilter(), 10, CancellationToken.None));
        Assert.Empty(await TrafficAsync());
    }

    [Fact]
    public async Task More_than_one_step_forgets_are_forgotten_in_several()
    {
        var old = EvidenceSamples.Start.AddDays(-20);
        await AppendAsync(Enumerable.Range(0, 1200).Select(i => At(old.AddSeconds(i))));
        var sweep = Sweep(new RetentionOptions { RequestDays = 10, TrafficDays = 10 });

        Assert.True(await sweep.StepAsync(CancellationToken.None));
        while (await sweep.StepAsync(CancellationToken.None))
        {
        }

        Assert.Empty(await store.ListAsync(new RequestFilter(), 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_record_of_a_day_that_was_forgotten_can_be_stored_again()
    {
        await AppendAsync(OnDay(-20));
        await SweepAsync(new RetentionOptions { RequestDays = 10 });

        await AppendAsync(OnDay(-20) with { Id = Guid.CreateVersion7(EvidenceSamples.Start.AddDays(-20)) });

        Assert.Single(await store.ListAsync(new RequestFilter(), 10, CancellationToken.None));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 3654)]
    public void Days_outside_of_the_bounds_are_refused_by_name(int requests, int traffic)
    {
        var errors = new RetentionOptions { RequestDays = requests, TrafficDays = traffic }.Validate();

        Assert.Contains("1 to 3653 days", Assert.Single(errors), StringComparison.Ordinal);
    }

    private RetentionSweep Sweep(RetentionOptions options) =>
        new((IRetentionStore)store, new ControlOptions { DataFolder = "", Retention = options }, time);

    private async Task SweepAsync(RetentionOptions options)
    {
        var sweep = Sweep(options);
        while (await sweep.StepAsync(CancellationToken.None))
        {
        }
    }

    private Task AppendAsync(params IEnumerable<RequestRecord> records) =>
        store.AppendAsync([.. records.Select(JournalRecord.Of)], CancellationToken.None);

    private Task<IReadOnlyList<Control.Storage.Traffic.TrafficRow>> TrafficAsync() => store.TrafficAsync(
        EvidenceSamples.Start.AddYears(-1), EvidenceSamples.Start.AddYears(1), CancellationToken.None);

    private static RequestRecord OnDay(int day) => At(EvidenceSamples.Start.AddDays(day));

    private static RequestRecord At(DateTimeOffset at) => EvidenceSamples.Record(0, "CN") with
    {
        Id = Guid.CreateVersion7(at), StartedAt = at,
    };
}
