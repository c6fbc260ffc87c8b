using System.Diagnostics;
using System.Globalization;
using Godwit.Gateway.Counters;
using Godwit.TestSupport;
using StackExchange.Redis;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>What becomes of ceilings when the server dies, forgets, falls silent, or says no.</summary>
public sealed class RedisLossTests : IAsyncLifetime
{
    private static readonly AccountShape Shape = new(1, TimeSpan.FromHours(1), Vanishes: false);
    private readonly RedisServer server = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        RedisServer.Require();
        await server.StartAsync();
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_new_server_grants_nothing_before_all_nodes_have_had_the_time_to_speak()
    {
        await using var nodes = new RedisNodes(server.Address) { Grace = TimeSpan.FromMilliseconds(400) };
        var node = await nodes.StartAsync(0);
        var ceiling = node.Open("a", Shape);

        Assert.Equal(new CeilingAnswer(0, 0, 1, Lost: true), await ceiling.RaiseAsync(1, 10, 0, 4, Cancellation));
        var granted = await GrantedAsync(ceiling, 10, 0, 4);

        Assert.Equal(4, granted.Ceiling);
        Assert.Equal(0, node.Generation);
    }

    [Fact]
    public async Task A_flushed_server_is_told_again_and_is_right_again()
    {
        await using var nodes = new RedisNodes(server.Address) { Grace = TimeSpan.FromSeconds(1) };
        var (a, b) = (await nodes.StartAsync(0), await nodes.StartAsync(1));
        var (ofA, ofB) = (a.Open("a", Shape), b.Open("a", Shape));
        await GrantedAsync(ofA, 100, 0, 60);
        await GrantedAsync(ofB, 100, 0, 30);

        await CommandAsync("FLUSHALL");
        var lost = await ofA.RaiseAsync(1, 100, 60, 40, Cancellation);
        await Eventually.ReadAsync(() => Task.FromResult(b.Generation), generation => generation > 0);
        Assert.True(await ofB.HoldAsync(1, 30, Cancellation));
        var left = await RefusedAsync(ofA, 100, 60, 40);

        Assert.Equal(new CeilingAnswer(60, 0, lost.Nodes, Lost: true), lost);
        Assert.Equal((60, 10), (left.Ceiling, left.Left));
        Assert.True(a.Generation > 0);
        Assert.Equal(70, (await ofA.RaiseAsync(1, 100, 60, 10, Cancellation)).Ceiling);
    }

    [Fact]
    public async Task A_server_that_was_killed_is_away_then_empty_then_right_again()
    {
        await using var nodes = new RedisNodes(server.Address) { Grace = TimeSpan.FromSeconds(1) };
        var (a, b) = (await nodes.StartAsync(0), await nodes.StartAsync(1));
        var (ofA, ofB) = (a.Open("a", Shape), b.Open("a", Shape));
        await GrantedAsync(ofA, 100, 0, 60);
        await GrantedAsync(ofB, 100, 0, 30);

        await server.KillAsync();
        var lost = await ofA.RaiseAsync(1, 100, 60, 1, Cancellation);
        var held = await ofA.HoldAsync(1, 50, Cancellation);
        Assert.NotNull(a.Failure);
        await server.StartAsync();
        await Eventually.ReadAsync(
            () => Task.FromResult(Math.Min(a.Generation, b.Generation)), generation => generation > 0);
        await TellAsync(ofA, 60);
        await TellAsync(ofB, 30);
        var left = await RefusedAsync(ofB, 100, 30, 11);

        Assert.Equal((60, true, false), (lost.Ceiling, lost.Lost, held));
        Assert.Equal((30, 10), (left.Ceiling, left.Left));
        Assert.Null(await Eventually.ReadAsync(() => Task.FromResult(a.Failure), failure => failure is null));
    }

    [Fact]
    public async Task A_server_that_comes_back_with_what_it_wrote_down_is_not_believed_at_once()
    {
        await using var lasting = new RedisServer("--appendonly", "yes", "--appendfsync", "always");
        await lasting.StartAsync();
        await using var nodes = new RedisNodes(lasting.Address) { Grace = TimeSpan.FromMilliseconds(500) };
        var node = await nodes.StartAsync(0);
        var ceiling = node.Open("a", Shape);
        await GrantedAsync(ceiling, 100, 0, 60);

        await lasting.KillAsync();
        await lasting.StartAsync();
        await Eventually.ReadAsync(() => Task.FromResult(node.Generation), generation => generation > 0);
        var answer = await GrantedAsync(ceiling, 100, 60, 40);

        Assert.Equal(100, answer.Ceiling);
    }

    [Fact]
    public async Task A_silent_server_costs_one_request_a_moment_and_the_others_nothing()
    {
        await using var nodes = new RedisNodes(server.Address) { AnswerWithin = TimeSpan.FromMilliseconds(500) };
        var node = await nodes.StartAsync(0);
        var ceiling = node.Open("a", Shape);
        await GrantedAsync(ceiling, 100, 0, 10);

        server.Pause();
        var clock = Stopwatch.StartNew();
        var first = await ceiling.RaiseAsync(1, 100, 10, 1, Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        var others = new List<CeilingAnswer>();
        for (var i = 0; i < 1000; i++)
            others.Add(await ceiling.RaiseAsync(1, 100, 10, 1, Cancellation));
        var took = clock.Elapsed;
        server.Resume();
        var granted = await GrantedAsync(ceiling, 100, 10, 1);

        Assert.All(others.Prepend(first), answer => Assert.Equal((10, true), (answer.Ceiling, answer.Lost)));
        // A thousand waits would take more than ten minutes.
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.True(granted.Ceiling >= 11);
        Assert.Equal(0, node.Generation);
    }

    [Fact]
    public async Task A_server_that_is_not_there_at_the_start_is_found_later()
    {
        await server.KillAsync();
        await using var nodes = new RedisNodes(server.Address);
        var ceiling = (await nodes.StartAloneAsync(0)).Open("a", Shape);

        var lost = await ceiling.RaiseAsync(1, 100, 0, 1, Cancellation);
        await server.StartAsync();

        Assert.True(lost.Lost);
        Assert.False((await GrantedAsync(ceiling, 100, 0, 1)).Lost);
    }

    [Fact]
    public async Task Scripts_that_were_flushed_are_loaded_again()
    {
        await using var nodes = new RedisNodes(server.Address);
        var ceiling = (await nodes.StartAsync(0)).Open("a", Shape);
        await GrantedAsync(ceiling, 100, 0, 10);

        await CommandAsync("SCRIPT", "FLUSH");

        Assert.True((await ceiling.RaiseAsync(1, 100, 10, 5, Cancellation)).Ceiling >= 15);
    }

    [Fact]
    public async Task A_server_that_refuses_is_away_and_says_why()
    {
        await using var nodes = new RedisNodes(server.Address);
        var node = await nodes.StartAsync(0);
        var ceiling = node.Open("a", Shape);
        await GrantedAsync(ceiling, 100, 0, 10);

        await CommandAsync("REPLICAOF", "127.0.0.1", server.Port.ToString(CultureInfo.InvariantCulture));
        var lost = await Eventually.ReadAsync(
            async () => await ceiling.RaiseAsync(1, 100, 10, 5, Cancellation), answer => answer.Lost);

        Assert.Equal(10, lost.Ceiling);
        Assert.NotNull(node.Failure);
    }

    [Fact]
    public async Task Raises_go_on_over_restarts_and_never_pass_the_limit()
    {
        await using var nodes = new RedisNodes(server.Address)
        {
            Grace = TimeSpan.FromSeconds(1), BeatEvery = TimeSpan.FromMilliseconds(50),
        };
        var (tellers, total) = (new List<CeilingTeller>(), new CeilingTeller.Total());
        for (var seed = 0; seed < 3; seed++)
            tellers.Add(new CeilingTeller(await nodes.StartAsync(seed), "a", Shape, 5_000, new Random(seed), total));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = tellers.Select(teller => Task.Run(() => teller.RunAsync(stop.Token), Cancellation)).ToList();
        for (var round = 0; round < 3; round++)
        {
            var granted = tellers.Sum(teller => teller.Granted);
            await Eventually.ReadAsync(
                () => Task.FromResult(tellers.Sum(teller => teller.Granted)), now => now > granted + 20);
            await server.KillAsync();
            await server.StartAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(running);

        Assert.InRange(total.Most, 1, 5_000);
        Assert.All(tellers, teller => Assert.True(teller.Generations > 0));
    }

    // Held as it was, until the server grants again.
    // Who is not heard by a server that has only just begun says it again.
    private static Task<bool> TellAsync(ICeiling ceiling, long amount) =>
        Eventually.ReadAsync(async () => await ceiling.HoldAsync(1, amount, Cancellation), heard => heard);

    private static Task<CeilingAnswer> GrantedAsync(ICeiling ceiling, long limit, long held, long needed) =>
        Eventually.ReadAsync(
            async () => await ceiling.RaiseAsync(1, limit, held, needed, Cancellation), a => a.Ceiling > held);

    private static Task<CeilingAnswer> RefusedAsync(ICeiling ceiling, long limit, long held, long needed) =>
        Eventually.ReadAsync(
            async () => await ceiling.RaiseAsync(1, limit, held, needed, Cancellation), a => !a.Lost);

    private async Task CommandAsync(string command, params object[] arguments)
    {
        await using var connection =
            await ConnectionMultiplexer.ConnectAsync($"{server.Address},allowAdmin=true");
        await connection.GetDatabase().ExecuteAsync(command, arguments);
    }
}
