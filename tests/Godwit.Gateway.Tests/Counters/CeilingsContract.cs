using Godwit.Gateway.Counters;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>What holds of ceilings wherever they are kept.</summary>
public abstract class CeilingsContract
{
    private static readonly AccountShape OneBucket = new(1, TimeSpan.FromHours(1), Vanishes: false);
    private static readonly AccountShape ThreeBuckets = OneBucket with { Buckets = 3 };
    private static int lastAccount;

    /// <summary>How many nodes can share a limit.</summary>
    protected virtual int MostNodes => 1;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected abstract Task<ICeilings> NodeAsync(int number);

    private protected static string NewAccount() => $"account-{Interlocked.Increment(ref lastAccount)}";

    [Fact]
    public async Task A_ceiling_rises_by_what_is_needed_at_least_and_not_past_the_limit()
    {
        var ceiling = (await NodeAsync(0)).Open(NewAccount(), OneBucket);

        var first = await ceiling.RaiseAsync(7, 100, 0, 60, Cancellation);
        var second = await ceiling.RaiseAsync(7, 100, first.Ceiling, 100 - first.Ceiling, Cancellation);
        var third = await ceiling.RaiseAsync(7, 100, second.Ceiling, 1, Cancellation);

        Assert.InRange(first.Ceiling, 60, 100);
        Assert.Equal(100 - first.Ceiling, first.Left);
        Assert.Equal(new CeilingAnswer(100, 0), second with { Nodes = 1 });
        Assert.Equal(new CeilingAnswer(100, 0), third with { Nodes = 1 });
    }

    [Fact]
    public async Task What_does_not_fit_is_not_granted_in_part()
    {
        var ceiling = (await NodeAsync(0)).Open(NewAccount(), OneBucket);

        var first = await ceiling.RaiseAsync(1, 10, 0, 4, Cancellation);
        var second = await ceiling.RaiseAsync(1, 10, first.Ceiling, 11 - first.Ceiling, Cancellation);

        Assert.Equal(first.Ceiling, second.Ceiling);
        Assert.Equal(10 - first.Ceiling, second.Left);
        Assert.False(second.Lost);
    }

    [Fact]
    public async Task What_is_given_back_is_there_to_be_taken()
    {
        var ceiling = (await NodeAsync(0)).Open(NewAccount(), OneBucket);
        await ceiling.RaiseAsync(1, 10, 0, 10, Cancellation);

        Assert.True(await ceiling.HoldAsync(1, 3, Cancellation));

        Assert.Equal(10, (await ceiling.RaiseAsync(1, 10, 3, 7, Cancellation)).Ceiling);
    }

    [Fact]
    public async Task More_than_the_limit_may_be_held_and_then_nothing_is_granted()
    {
        var ceiling = (await NodeAsync(0)).Open(NewAccount(), OneBucket);
        await ceiling.HoldAsync(1, 15, Cancellation);

        Assert.Equal(new CeilingAnswer(15, 0), await ceiling.RaiseAsync(1, 10, 15, 1, Cancellation) with { Nodes = 1 });
    }

    [Fact]
    public async Task Saying_the_same_twice_changes_nothing()
    {
        var ceiling = (await NodeAsync(0)).Open(NewAccount(), OneBucket);

        var first = await ceiling.RaiseAsync(1, 1000, 0, 700, Cancellation);
        var again = await ceiling.RaiseAsync(1, 1000, 0, 700, Cancellation);
        await ceiling.HoldAsync(1, 650, Cancellation);
        await ceiling.HoldAsync(1, 650, Cancellation);

        Assert.Equal(first, again);
        Assert.Equal(1000, (await ceiling.RaiseAsync(1, 1000, 650, 350, Cancellation)).Ceiling);
    }

    [Fact]
    public async Task What_a_node_holds_counts_though_it_was_forgotten()
    {
        var ceiling = (await NodeAsync(0)).Open(NewAccount(), OneBucket);

        var answer = await ceiling.RaiseAsync(1, 10, held: 8, needed: 3, Cancellation);

        Assert.Equal(new CeilingAnswer(8, 2), answer with { Nodes = 1 });
        Assert.Equal(10, (await ceiling.RaiseAsync(1, 10, 8, 2, Cancellation)).Ceiling);
    }

    [Fact]
    public async Task What_was_given_and_not_heard_of_is_worth_what_a_lower_limit_has_room_for()
    {
        var ceiling = (await NodeAsync(0)).Open(NewAccount(), OneBucket);
        await ceiling.RaiseAsync(1, 1_000, 0, 700, Cancellation);

        var room = await ceiling.RaiseAsync(1, 300, 0, 100, Cancellation);
        var tooMuch = await ceiling.RaiseAsync(1, 300, held: 200, needed: 150, Cancellation);
        var passed = await ceiling.RaiseAsync(1, 100, held: 200, needed: 1, Cancellation);
        var none = await ceiling.RaiseAsync(1, 0, 0, 1, Cancellation);

        Assert.Equal(new CeilingAnswer(300, 0), room with { Nodes = 1 });
        Assert.Equal(new CeilingAnswer(300, 0), tooMuch with { Nodes = 1 });
        Assert.Equal(new CeilingAnswer(200, 0), passed with { Nodes = 1 });
        Assert.Equal(new CeilingAnswer(0, 0), none with { Nodes = 1 });
        Assert.Equal(1_000, (await ceiling.RaiseAsync(1, 1_000, 0, 1_000, Cancellation)).Ceiling);
    }

    [Fact]
    public async Task An_account_that_is_opened_again_is_the_same()
    {
        var (ceilings, account) = (await NodeAsync(0), NewAccount());
        await ceilings.Open(account, OneBucket).RaiseAsync(1, 10, 0, 10, Cancellation);

        Assert.Equal(10, (await ceilings.Open(account, OneBucket).RaiseAsync(1, 10, 10, 1, Cancellation)).Ceiling);
        Assert.Equal(1, (await ceilings.Open(NewAccount(), OneBucket).RaiseAsync(1, 1, 0, 1, Cancellation)).Ceiling);
    }

    [Fact]
    public async Task An_account_of_another_shape_is_another()
    {
        var (ceilings, account) = (await NodeAsync(0), NewAccount());
        await ceilings.Open(account, OneBucket).HoldAsync(9, 10, Cancellation);

        Assert.Equal(10, (await ceilings.Open(account, ThreeBuckets).RaiseAsync(3, 10, 0, 10, Cancellation)).Ceiling);
    }

    [Fact]
    public async Task A_window_has_all_its_buckets_and_what_has_left_it_is_free_again()
    {
        var ceiling = (await NodeAsync(0)).Open(NewAccount(), ThreeBuckets);
        foreach (var bucket in new long[] { 1, 2, 3 })
            await ceiling.HoldAsync(bucket, 3, Cancellation);

        Assert.Equal(new CeilingAnswer(3, 1), await ceiling.RaiseAsync(3, 10, 3, 2, Cancellation) with { Nodes = 1 });
        Assert.Equal(4, (await ceiling.RaiseAsync(4, 10, 0, 4, Cancellation)).Ceiling);
        Assert.Equal(3, (await ceiling.RaiseAsync(5, 10, 0, 3, Cancellation)).Ceiling);
    }

    [Fact]
    public async Task A_clock_that_goes_back_finds_what_was_taken_later_and_before()
    {
        var ceiling = (await NodeAsync(0)).Open(NewAccount(), OneBucket);
        await ceiling.HoldAsync(5, 10, Cancellation);
        await ceiling.HoldAsync(20, 1, Cancellation);

        Assert.Equal(10, (await ceiling.RaiseAsync(5, 10, 10, 1, Cancellation)).Ceiling);
        Assert.Equal(new CeilingAnswer(0, 0), await ceiling.RaiseAsync(4, 10, 0, 1, Cancellation) with { Nodes = 1 });
        Assert.Equal(9, (await ceiling.RaiseAsync(21, 10, 0, 9, Cancellation)).Ceiling);
    }

    [Fact]
    public async Task Buckets_before_the_epoch_count_as_any()
    {
        var ceiling = (await NodeAsync(0)).Open(NewAccount(), ThreeBuckets);
        await ceiling.HoldAsync(-2, 6, Cancellation);

        Assert.Equal(0, (await ceiling.RaiseAsync(0, 10, 0, 5, Cancellation)).Ceiling);
        Assert.Equal(5, (await ceiling.RaiseAsync(1, 10, 0, 5, Cancellation)).Ceiling);
    }

    [Theory]
    [InlineData(638_000_000_000_000_000)]
    [InlineData(9_007_199_254_740_993)]
    [InlineData(long.MaxValue - 5)]
    [InlineData(-638_000_000_000_000_001)]
    public async Task Buckets_may_be_numbered_by_instants(long bucket)
    {
        var (ceilings, account) = (await NodeAsync(0), NewAccount());
        var ceiling = ceilings.Open(account, ThreeBuckets);
        await ceiling.HoldAsync(bucket - 3, 7, Cancellation);
        await ceiling.HoldAsync(bucket - 2, 5, Cancellation);

        Assert.Equal(0, (await ceiling.RaiseAsync(bucket - 1, 10, 0, 1, Cancellation)).Ceiling);
        Assert.Equal(5, (await ceiling.RaiseAsync(bucket, 10, 0, 5, Cancellation)).Ceiling);
        Assert.Equal(0, (await ceiling.RaiseAsync(bucket - 2, 10, 5, 6, Cancellation)).Left);
    }

    [Theory]
    [InlineData(9_007_199_254_740_993, 9_007_199_254_740_992)]
    [InlineData(long.MaxValue, long.MaxValue - 1)]
    [InlineData(4_000_000_000_000_000_001, 1_000_000_001)]
    [InlineData(1_000_000_000, 999_999_999)]
    public async Task Amounts_of_64_bits_are_exact(long limit, long held)
    {
        var ceiling = (await NodeAsync(0)).Open(NewAccount(), ThreeBuckets);
        await ceiling.HoldAsync(1, held, Cancellation);

        var tooMuch = await ceiling.RaiseAsync(2, limit, 0, limit - held + 1, Cancellation);
        var all = await ceiling.RaiseAsync(2, limit, 0, limit - held, Cancellation);

        Assert.Equal((0, limit - held), (tooMuch.Ceiling, tooMuch.Left));
        Assert.Equal((limit - held, 0), (all.Ceiling, all.Left));
    }

    [Fact]
    public async Task Sums_past_64_bits_leave_nothing()
    {
        var ceiling = (await NodeAsync(0)).Open(NewAccount(), ThreeBuckets);
        await ceiling.HoldAsync(1, long.MaxValue, Cancellation);
        await ceiling.HoldAsync(2, long.MaxValue, Cancellation);

        var answer = await ceiling.RaiseAsync(3, long.MaxValue, 5, long.MaxValue, Cancellation);

        Assert.Equal((5, 0), (answer.Ceiling, answer.Left));
    }

    [Fact]
    public async Task Names_of_any_kind_are_accounts_of_their_own()
    {
        var ceilings = await NodeAsync(0);
        string[] names = ["a b", "a\nb", "{a}", "{b}", "ü", new('x', 5000), new('x', 5001), "h:0", "a:h:0", ""];
        var run = NewAccount();
        foreach (var name in names)
        {
            var answer = await ceilings.Open(run + name, OneBucket).RaiseAsync(1, 1, 0, 1, Cancellation);
            Assert.Equal(1, answer.Ceiling);
        }

        foreach (var name in names)
        {
            var answer = await ceilings.Open(run + name, OneBucket).RaiseAsync(1, 1, 1, 1, Cancellation);
            Assert.Equal((1, 0), (answer.Ceiling, answer.Left));
        }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public async Task No_window_holds_more_than_the_limit_in_any_order_of_things(int seed)
    {
        var run = new CeilingRun(new Random(seed));
        for (var number = 0; number < MostNodes; number++)
            run.Add(await NodeAsync(number), NewAccountOf(seed));

        for (var step = 0; step < 400; step++)
        {
            await run.StepAsync(Cancellation);
            run.AssertWithinLimit();
        }

        Assert.True(run.Granted > 20, $"granted {run.Granted} times");
        Assert.True(run.Refused > 20, $"refused {run.Refused} times");
    }

    [Theory]
    [InlineData(11), InlineData(12)]
    public async Task No_window_holds_more_than_the_limit_when_all_ask_at_once(int seed)
    {
        var runs = new List<CeilingRun>();
        for (var number = 0; number < MostNodes; number++)
        {
            runs.Add(new CeilingRun(new Random(seed + (100 * number))));
            runs[^1].Add(await NodeAsync(number), NewAccountOf(seed));
        }

        await Task.WhenAll(runs.Select(async run =>
        {
            for (var step = 0; step < 300; step++)
                await run.StepAsync(Cancellation);
        }));

        CeilingRun.AssertWithinLimit(runs);
    }

    // The same for all nodes of a run.
    private string NewAccountOf(int seed) => $"run-{seed}-{GetType().Name}";
}
