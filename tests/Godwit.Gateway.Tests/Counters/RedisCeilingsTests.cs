using Godwit.Gateway.Counters;
using Godwit.Gateway.Counters.Redis;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>Ceilings at a real Redis: the contract, and several nodes.</summary>
public sealed class RedisCeilingsTests : CeilingsContract, IAsyncLifetime
{
    private static readonly AccountShape Vanishing = new(1, TimeSpan.FromHours(1), Vanishes: true);
    private static readonly AccountShape Lasting = Vanishing with { Vanishes = false };
    private readonly Dictionary<int, RedisCeilings> known = [];
    private RedisNodes nodes = null!;

    protected override int MostNodes => 3;

    public ValueTask InitializeAsync()
    {
        nodes = new RedisNodes(RedisServer.Shared) { AliveFor = TimeSpan.FromMilliseconds(1500) };
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        if (nodes is not null)
            await nodes.DisposeAsync();
    }

    private protected override async Task<ICeilings> NodeAsync(int number)
    {
        if (!known.TryGetValue(number, out var node))
            known[number] = node = await nodes.StartAsync(number);
        return node;
    }

    [Fact]
    public async Task Nodes_share_a_limit()
    {
        var account = NewAccount();
        var (a, b) = ((await NodeAsync(0)).Open(account, Lasting), (await NodeAsync(1)).Open(account, Lasting));

        await a.HoldAsync(1, 60, Cancellation);
        var refused = await b.RaiseAsync(1, 100, 0, 41, Cancellation);
        var granted = await b.RaiseAsync(1, 100, 0, 40, Cancellation);

        Assert.Equal(new CeilingAnswer(0, 40, 2), refused);
        Assert.Equal(new CeilingAnswer(40, 0, 2), granted);
    }

    [Fact]
    public async Task Nodes_share_a_bucket_that_is_an_instant()
    {
        var account = NewAccount();
        var (a, b) = ((await NodeAsync(0)).Open(account, Lasting), (await NodeAsync(1)).Open(account, Lasting));
        var bucket = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

        await a.HoldAsync(bucket, 60, Cancellation);
        await a.HoldAsync(bucket - 1, 60, Cancellation);

        Assert.Equal(new CeilingAnswer(0, 40, 2), await b.RaiseAsync(bucket, 100, 0, 41, Cancellation));
    }

    [Fact]
    public async Task A_slice_is_granted_that_spares_asking_and_leaves_enough_to_others()
    {
        var account = NewAccount();
        var (a, b) = ((await NodeAsync(0)).Open(account, Lasting), (await NodeAsync(1)).Open(account, Lasting));

        var plenty = await a.RaiseAsync(1, 1_000_000, 0, 1, Cancellation);
        await b.HoldAsync(1, 979_900, Cancellation);
        var little = await a.RaiseAsync(1, 1_000_000, plenty.Ceiling, 1, Cancellation);
        var last = await a.RaiseAsync(1, 1_000_000, little.Ceiling, little.Left, Cancellation);

        Assert.Equal((20_000, 980_000), (plenty.Ceiling, plenty.Left));
        Assert.Equal((20_025, 75), (little.Ceiling, little.Left));
        Assert.Equal((20_100, 0), (last.Ceiling, last.Left));
    }

    [Fact]
    public async Task What_a_node_held_for_requests_is_free_when_the_node_is_gone()
    {
        var account = NewAccount();
        var gone = await NodeAsync(0);
        await gone.Open(account, Vanishing).RaiseAsync(0, 10, 0, 10, Cancellation);
        var left = (await NodeAsync(1)).Open(account, Vanishing);
        Assert.Equal(0, (await left.RaiseAsync(0, 10, 0, 1, Cancellation)).Ceiling);

        ((RedisCeilings)gone).Abandon();
        var answer = await Eventually.ReadAsync(
            async () => await left.RaiseAsync(0, 10, 0, 10, Cancellation), answer => answer.Ceiling > 0);

        Assert.Equal(new CeilingAnswer(10, 0, 1), answer);
    }

    [Fact]
    public async Task What_a_process_held_for_requests_is_free_at_once_when_it_stops()
    {
        var account = NewAccount();
        var (stops, stays) = (await NodeAsync(0), (await NodeAsync(1)).Open(account, Vanishing));
        await stops.Open(account, Vanishing).RaiseAsync(0, 10, 0, 10, Cancellation);

        await ((RedisCeilings)stops).StopAsync(CancellationToken.None);

        Assert.Equal(new CeilingAnswer(10, 0, 1), await stays.RaiseAsync(0, 10, 0, 10, Cancellation));
    }

    [Fact]
    public async Task A_node_that_starts_again_has_no_requests_of_before()
    {
        var account = NewAccount();
        var other = (await NodeAsync(1)).Open(account, Vanishing);
        var before = await nodes.StartAsync(7);
        await before.Open(account, Vanishing).RaiseAsync(0, 10, 0, 10, Cancellation);

        before.Abandon();
        var again = await nodes.StartAsync(7);
        var answer = await Eventually.ReadAsync(
            async () => await other.RaiseAsync(0, 10, 0, 10, Cancellation), answer => answer.Ceiling > 0);

        Assert.Equal(before.Node, again.Node);
        Assert.Equal(new CeilingAnswer(10, 0, 2), answer);
    }

    [Fact]
    public async Task Two_processes_of_one_name_take_nothing_and_say_so()
    {
        var account = NewAccount();
        var first = await nodes.StartAsync(7);
        var second = await nodes.StartAsync(7);

        var failure = await Eventually.ReadAsync(
            () => Task.FromResult((first.Failure, second.Failure)), seen => seen is ({ }, { }));
        var answer = await first.Open(account, Lasting).RaiseAsync(1, 10, 0, 1, Cancellation);
        await second.StopAsync(CancellationToken.None);
        await Eventually.ReadAsync(() => Task.FromResult(first.Failure), seen => seen is null);

        Assert.Contains("copy of this data folder", failure.Item1, StringComparison.Ordinal);
        Assert.True(answer.Lost);
        Assert.False((await first.Open(account, Lasting).RaiseAsync(1, 10, 0, 1, Cancellation)).Lost);
    }

    [Fact]
    public async Task A_node_that_is_there_keeps_what_it_holds_without_asking_again()
    {
        var account = NewAccount();
        await (await NodeAsync(0)).Open(account, Vanishing).RaiseAsync(0, 10, 0, 10, Cancellation);
        var late = await NodeAsync(1);
        var start = TimeProvider.System.GetTimestamp();

        // Longer than a node is there that says nothing.
        await Eventually.ReadAsync(
            () => Task.FromResult(TimeProvider.System.GetElapsedTime(start)), passed => passed.TotalSeconds > 2);

        Assert.Equal(0, (await late.Open(account, Vanishing).RaiseAsync(0, 10, 0, 1, Cancellation)).Ceiling);
    }

    [Fact]
    public async Task What_a_node_spent_stays_when_the_node_is_gone_and_is_its_own_when_it_comes_back()
    {
        var account = NewAccount();
        var first = await nodes.StartAsync(7);
        await first.Open(account, Lasting).HoldAsync(3, 70, Cancellation);
        await first.DisposeAsync();
        var other = (await NodeAsync(1)).Open(account, Lasting);
        await Eventually.ReadAsync(
            async () => await other.RaiseAsync(3, 100, 0, 31, Cancellation), answer => answer.Nodes == 1);
        Assert.Equal(0, (await other.RaiseAsync(3, 100, 0, 31, Cancellation)).Ceiling);

        var again = await nodes.StartAsync(7);

        Assert.Equal(first.Node, again.Node);
        Assert.Equal(100, (await again.Open(account, Lasting).RaiseAsync(3, 100, 70, 30, Cancellation)).Ceiling);
    }

    [Fact]
    public async Task A_bucket_is_forgotten_when_nobody_has_said_it_for_long()
    {
        var shape = new AccountShape(1, TimeSpan.FromMilliseconds(400), Vanishes: false);
        var (account, ceilings) = (NewAccount(), await NodeAsync(0));
        var ceiling = ceilings.Open(account, shape);
        await ceiling.HoldAsync(1_000_000, 10, Cancellation);
        var other = (await NodeAsync(1)).Open(account, shape);

        // Asking keeps nothing of another bucket, though it keeps the account.
        var answer = await Eventually.ReadAsync(
            async () => await other.RaiseAsync(1, 10, 0, 10, Cancellation), answer => answer.Ceiling > 0);

        Assert.Equal(10, answer.Ceiling);
    }

    [Fact]
    public async Task A_request_that_is_given_up_leaves_ceilings_in_order()
    {
        var ceiling = (await NodeAsync(0)).Open(NewAccount(), Lasting);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await ceiling.RaiseAsync(1, 100, 0, 70, cancelled.Token));

        Assert.Equal(70, (await ceiling.RaiseAsync(1, 100, 0, 70, Cancellation)).Ceiling);
        Assert.Null(((RedisCeilings)await NodeAsync(0)).Failure);
    }

    [Fact]
    public async Task What_was_refused_is_not_asked_for_again_at_once_but_soon()
    {
        var account = NewAccount();
        var (a, b) = ((await NodeAsync(0)).Open(account, Lasting), (await NodeAsync(1)).Open(account, Lasting));
        await a.HoldAsync(1, 100, Cancellation);
        var refused = new List<CeilingAnswer>();
        for (var i = 0; i < 1000; i++)
            refused.Add(await b.RaiseAsync(1, 100, 0, 1, Cancellation));

        await a.HoldAsync(1, 90, Cancellation);
        var granted = await Eventually.ReadAsync(
            async () => await b.RaiseAsync(1, 100, 0, 10, Cancellation), answer => answer.Ceiling > 0);

        Assert.All(refused, answer => Assert.Equal(new CeilingAnswer(0, 0, 2), answer));
        Assert.Equal(10, granted.Ceiling);
    }

    [Fact]
    public async Task Who_opens_many_accounts_at_once_gets_them_all()
    {
        var ceilings = await NodeAsync(0);
        var run = NewAccount();

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(async i =>
            await ceilings.Open($"{run}-{i}", Lasting).RaiseAsync(1, 10, 0, 10, Cancellation)));

        Assert.All(answers, answer => Assert.Equal((10, false), (answer.Ceiling, answer.Lost)));
    }
}
