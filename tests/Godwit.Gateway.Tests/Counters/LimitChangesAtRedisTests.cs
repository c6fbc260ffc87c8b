using Godwit.Gateway.Counters;
using Godwit.Policy.Configuration;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>A limit that is changed, of which each of several nodes hears at its own time.</summary>
public sealed class LimitChangesAtRedisTests : IAsyncLifetime
{
    private static readonly AccountShape Period = new(1, TimeSpan.FromHours(1), Vanishes: false);
    private RedisNodes nodes = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        nodes = new RedisNodes(RedisServer.Shared);
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        if (nodes is not null)
            await nodes.DisposeAsync();
    }

    [Theory]
    [InlineData(1, 1), InlineData(1, 2), InlineData(1, 3), InlineData(3, 4), InlineData(3, 5), InlineData(3, 6)]
    public async Task Nothing_is_granted_beyond_what_the_versions_allow_that_nodes_have_heard_of(int buckets, int seed)
    {
        var shape = Period with { Buckets = buckets };
        var ceilings = new List<ICeilings>();
        for (var number = 0; number < 3; number++)
            ceilings.Add(await nodes.StartAsync(number));
        var run = new LimitChangeRun(
            new Random(seed), shape, [.. Enumerable.Range(0, 3).Select(NewMeter)], NewMeter);

        for (var step = 0; step < 3_000; step++)
            await run.StepAsync(Cancellation);

        Assert.True(run.Granted > 100, $"granted {run.Granted} times");
        Assert.True(run.Refused > 100, $"refused {run.Refused} times");

        Meter NewMeter(int number) => ceilings[number].MeterOf("Budget/b", shape);
    }

    [Fact]
    public async Task A_node_that_has_not_heard_of_a_newer_version_is_answered_by_it()
    {
        var (a, b) = (await OpenAsync(0), await OpenAsync(1));
        await a.RaiseAsync(1, new(100, 1), 0, 40, Cancellation);
        Assert.True(await a.HoldAsync(1, 40, Cancellation));
        await b.RaiseAsync(1, new(50, 2), 0, 5, Cancellation);
        Assert.True(await b.HoldAsync(1, 5, Cancellation));

        var old = await a.RaiseAsync(1, new(100, 1), 40, 20, Cancellation);
        var fits = await a.RaiseAsync(1, new(100, 1), 40, 5, Cancellation);
        var heard = await a.RaiseAsync(1, new(50, 2), 45, 1, Cancellation);
        var raised = await b.RaiseAsync(1, new(80, 3), 5, 30, Cancellation);
        var slow = await a.RaiseAsync(1, new(100, 1), 45, 1, Cancellation);

        Assert.Equal(new CeilingAnswer(40, 5, 2, InForce: 50), old);
        Assert.Equal(new CeilingAnswer(45, 0, 2, InForce: 50), fits);
        Assert.Equal(new CeilingAnswer(45, 0, 2), heard);
        Assert.Equal(new CeilingAnswer(35, 0, 2), raised);
        Assert.Equal(new CeilingAnswer(45, 0, 2, InForce: 80), slow);
    }

    [Fact]
    public async Task What_a_node_gives_up_is_not_taken_by_another_before_that_has_heard()
    {
        Allowance before = new(1_000, 1), now = new(100, 2);
        var (late, early) = (await MeterAsync(0), await MeterAsync(1));
        Assert.True(await TryAsync(late, before, 10));
        Assert.True(await TryAsync(early, before, 10));

        // The one has heard, and uses little of what it reserved.
        Assert.True(await TryAsync(early, now, 50));
        Assert.False(await TryAsync(late, before, 500));
        early.Settle(1, 50, 0);
        Assert.True(await TryAsync(early, now, 50));
        Assert.False(await TryAsync(late, now, 31));

        Assert.Equal(0, late.LeftOf(1, now.Most - 90));
        Assert.InRange(late.LeftOf(1, now.Most), 0, 30);
    }

    private async Task<Meter> MeterAsync(int number) =>
        (await nodes.StartAsync(number)).MeterOf("Budget/m", Period);

    private static async Task<bool> TryAsync(Meter meter, Allowance allowance, long amount) =>
        await meter.ReserveAsync(1, allowance, amount, WhenCountersLost.Refuse, Cancellation);

    private async Task<ICeiling> OpenAsync(int number) => (await nodes.StartAsync(number)).Open("Budget/b", Period);
}
