using Godwit.Gateway.Counters;
using Godwit.TestSupport;
using StackExchange.Redis;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>Three nodes that reserve and settle under one hard limit, whatever becomes of the server.</summary>
public sealed class MetersAtRedisTests : IAsyncLifetime
{
    private const long Limit = 60_000;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private readonly RedisServer server = new();
    private readonly List<MeteredNode> metered = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        RedisServer.Require();
        await server.StartAsync();
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData(1), InlineData(2)]
    public async Task A_budget_is_never_passed_and_in_the_end_exact(int seed)
    {
        await using var nodes = NewNodes();
        var ledger = new MeteredLedger(1);
        await StartAsync(nodes, new AccountShape(1, Kept, Vanishes: false), ledger, () => 1, seed);

        await RunAsync(new Random(seed));

        Assert.InRange(ledger.Most, Limit / 2, Limit);
        Assert.All(metered, node => Assert.Equal(0, node.Reserved));
        var left = Limit - ledger.SumOf(1);
        Assert.InRange(left, 1, Limit);
        await Eventually.ReadAsync(() => TakeAllAsync(left), taken => taken);
        Assert.False(await metered[0].TryReserveAsync(1));
        Assert.False(await metered[1].TryReserveAsync(1));
    }

    [Fact]
    public async Task A_sliding_window_is_never_passed()
    {
        await using var nodes = NewNodes();
        var ledger = new MeteredLedger(5);
        var start = TimeProvider.System.GetTimestamp();
        await StartAsync(
            nodes, new AccountShape(5, Kept, Vanishes: false), ledger,
            () => (long)TimeProvider.System.GetElapsedTime(start).TotalMilliseconds / 100, 3);

        await RunAsync(new Random(3));

        Assert.InRange(ledger.Most, Limit / 2, Limit);
        Assert.All(metered, node => Assert.Equal(0, node.Reserved));
    }

    [Fact]
    public async Task What_is_under_way_is_never_more_than_may_be()
    {
        await using var nodes = NewNodes();
        var ledger = new MeteredLedger(1);
        await StartAsync(nodes, new AccountShape(1, Kept, Vanishes: true), ledger, () => 0, 4);

        await RunAsync(new Random(4));

        Assert.InRange(ledger.Most, Limit / 2, Limit);
        Assert.All(metered, node => Assert.Equal(0, node.Reserved));
    }

    // A paused server must not be silent for longer than a process is thought to be alive: that is a test of its own.
    private RedisNodes NewNodes() => new(server.Address)
    {
        Grace = TimeSpan.FromSeconds(3), AnswerWithin = TimeSpan.FromMilliseconds(400),
        BeatEvery = TimeSpan.FromMilliseconds(100), AliveFor = TimeSpan.FromSeconds(60),
    };

    private async Task StartAsync(
        RedisNodes nodes, AccountShape shape, MeteredLedger ledger, Func<long> bucketNow, int seed)
    {
        for (var number = 0; number < 3; number++)
        {
            metered.Add(new MeteredNode(
                await nodes.StartAsync(number), shape, Limit, ledger, bucketNow, (seed * 100) + number));
        }
    }

    private async Task RunAsync(Random random)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = metered.Select(node => node.RunAsync(stop.Token)).ToList();
        foreach (var failure in new[] { "silence", "death", "silence", "flush" })
        {
            await ServedAsync(random.Next(20, 100));
            await FailAsync(failure);
        }

        await ServedAsync(100);
        await stop.CancelAsync();
        await Task.WhenAll(running);
    }

    private async Task ServedAsync(int more)
    {
        var before = metered.Select(node => node.Served).ToList();
        await Eventually.ReadAsync(
            () => Task.FromResult(metered.Select((node, i) => node.Served - before[i]).Min()), least => least >= more);
    }

    private async Task FailAsync(string failure)
    {
        switch (failure)
        {
            case "silence":
                server.Pause();
                // Some of what was asked is answered when nobody waits for it any more.
                var start = TimeProvider.System.GetTimestamp();
                await Eventually.ReadAsync(
                    () => Task.FromResult(TimeProvider.System.GetElapsedTime(start)),
                    passed => passed > TimeSpan.FromSeconds(1));
                server.Resume();
                break;
            case "death":
                await server.KillAsync();
                await server.StartAsync();
                break;
            default:
                await using (var connection =
                    await ConnectionMultiplexer.ConnectAsync($"{server.Address},allowAdmin=true"))
                    await connection.GetDatabase().ExecuteAsync("FLUSHALL");
                break;
        }
    }

    private async Task<bool> TakeAllAsync(long left)
    {
        foreach (var node in metered)
            await node.TidyAsync();
        return await metered[2].TryReserveAsync(left);
    }
}
