using Godwit.Gateway.Counters;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>A limit that is changed while it is counted holds as it is now, from the next request on.</summary>
public sealed class LimitChangeTests
{
    private static readonly AccountShape Period = new(1, TimeSpan.FromDays(1), Vanishes: false);
    private readonly OthersCeilings ceilings = new(new LocalCeilings());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_taken_ahead_of_the_old_amount_is_not_spent_of_the_new_one()
    {
        var meter = NewMeter();
        Assert.True(await TryAsync(meter, new(100_000, 1), 10));
        meter.Settle(1, 10, 10);

        Assert.False(await TryAsync(meter, new(100, 2), 91));
        Assert.True(await TryAsync(meter, new(100, 2), 90));
        Assert.False(await TryAsync(meter, new(100, 2), 1));
        Assert.Equal(0, meter.LeftOf(1, 100));
    }

    [Fact]
    public async Task What_becomes_free_above_the_new_amount_is_not_taken_again()
    {
        var meter = NewMeter();
        Assert.True(await TryAsync(meter, new(1_000, 1), 500));
        Assert.True(await TryAsync(meter, new(1_000, 1), 400));

        Assert.False(await TryAsync(meter, new(600, 2), 1));
        Assert.Equal(0, meter.LeftOf(1, 600));
        meter.Settle(1, 400, 200);
        Assert.Equal(0, meter.LeftOf(1, 600));
        Assert.False(await TryAsync(meter, new(600, 2), 1));
        meter.Settle(1, 500, 300);

        Assert.Equal(100, meter.LeftOf(1, 600));
        Assert.False(await TryAsync(meter, new(600, 2), 101));
        Assert.True(await TryAsync(meter, new(600, 2), 100));
    }

    [Fact]
    public async Task A_request_that_knows_the_old_amount_still_leaves_the_new_one_whole()
    {
        var meter = NewMeter();
        Assert.True(await TryAsync(meter, new(1_000, 1), 10));
        Assert.True(await TryAsync(meter, new(100, 2), 10));

        Assert.True(await TryAsync(meter, new(1_000, 1), 70));

        Assert.False(await TryAsync(meter, new(100, 2), 11));
        Assert.True(await TryAsync(meter, new(100, 2), 10));
    }

    [Fact]
    public async Task A_raised_amount_is_there_at_once()
    {
        var meter = NewMeter();
        Assert.True(await TryAsync(meter, new(100, 1), 100));
        Assert.False(await TryAsync(meter, new(100, 1), 1));

        Assert.Equal(400, meter.LeftOf(1, 500));
        Assert.True(await TryAsync(meter, new(500, 2), 400));
        Assert.False(await TryAsync(meter, new(500, 2), 1));
    }

    [Fact]
    public async Task A_soft_limit_that_turns_hard_counts_what_it_let_pass()
    {
        var meter = NewMeter();
        Assert.True(meter.ReserveAnyway(1, 500));
        meter.Settle(1, 500, 450);

        Assert.Equal(0, meter.LeftOf(1, 400));
        Assert.False(await TryAsync(meter, new(400, 2), 1));
        Assert.False(await TryAsync(meter, new(600, 3), 151));
        Assert.True(await TryAsync(meter, new(600, 3), 150));
    }

    [Fact]
    public async Task A_node_that_starts_again_has_nothing_of_what_it_had_taken_ahead_of_the_old_amount()
    {
        Assert.True(await TryAsync(NewMeter(), new(100_000, 1), 30));

        var again = NewMeter();
        again.Restore(1, 30);

        Assert.False(await TryAsync(again, new(50, 2), 21));
        Assert.True(await TryAsync(again, new(50, 2), 20));
    }

    [Fact]
    public async Task What_was_used_beyond_a_reservation_is_not_room_for_others_once_they_use_less()
    {
        var meter = NewMeter();
        Assert.True(await TryAsync(meter, 100, 60));
        Assert.True(await TryAsync(meter, 100, 40));
        meter.Settle(1, 60, 90);
        await meter.TidyAsync(1, again: false, _ => false, Cancellation);
        meter.Settle(1, 40, 0);

        Assert.False(await TryAsync(meter, 100, 11));
        Assert.True(await TryAsync(meter, 100, 10));
    }

    [Theory]
    [InlineData(WhenCountersLost.Refuse, 1, false)]
    [InlineData(WhenCountersLost.Share, 31, false)]
    [InlineData(WhenCountersLost.Share, 30, true)]
    [InlineData(WhenCountersLost.Allow, 60, true)]
    public async Task While_nobody_can_be_asked_a_lowered_amount_is_shared_or_refused_as_the_limit_says(
        WhenCountersLost lost, long amount, bool granted)
    {
        var meter = NewMeter();
        ceilings.Others = 10;
        Assert.True(await TryAsync(meter, new(100_000, 1), 20));
        ceilings.Away = true;

        Assert.Equal(granted, await meter.ReserveAsync(1, new(100, 2), amount, lost, Cancellation));

        ceilings.Away = false;
        Assert.Equal(!granted, await TryAsync(meter, new(100, 2), 70));
    }

    [Fact]
    public async Task While_nobody_can_be_asked_a_raised_amount_leaves_what_a_node_has()
    {
        var meter = NewMeter();
        Assert.True(await TryAsync(meter, new(1_000, 1), 5));
        ceilings.Away = true;

        Assert.True(await TryAsync(meter, new(2_000, 2), 1));

        // What there was between the two, others may have taken.
        Assert.False(await TryAsync(meter, new(2_000, 4), 1));
    }

    [Fact]
    public async Task What_is_left_beside_other_nodes_follows_the_amount_and_not_into_another_period()
    {
        var meter = NewMeter();
        ceilings.Others = 700;
        Assert.True(await TryAsync(meter, new(1_000, 1), 100));

        Assert.Equal(
            [0, 50, 200, 400], new long[] { 500, 850, 1_000, 1_200 }.Select(most => meter.LeftOf(1, most)));
        Assert.Equal(1_000, meter.LeftOf(2, 1_000));
    }

    [Fact]
    public async Task That_others_had_all_is_not_believed_for_ever()
    {
        var meter = NewMeter();
        ceilings.Others = 1_000;
        Assert.False(await TryAsync(meter, 1_000, 10));
        Assert.Equal(0, meter.LeftOf(1, 1_000));

        for (var look = 0; look < 300; look++)
            await meter.TidyAsync(1, again: false, _ => false, Cancellation);

        Assert.Equal(1_000, meter.LeftOf(1, 1_000));
    }

    [Theory]
    [InlineData(1, 1), InlineData(1, 2), InlineData(1, 3), InlineData(1, 4)]
    [InlineData(5, 5), InlineData(5, 6), InlineData(5, 7), InlineData(5, 8)]
    public async Task Nothing_is_granted_beyond_the_amount_it_was_asked_by_however_that_changes(int buckets, int seed)
    {
        var run = new LimitChangeRun(
            new Random(seed), Period with { Buckets = buckets },
            [new LocalCeilings().MeterOf("Budget/b", Period with { Buckets = buckets })]);
        for (var step = 0; step < 5_000; step++)
        {
            await run.StepAsync(Cancellation);
            run.LookAtOne();
        }

        Assert.True(run.Granted > 500, $"granted {run.Granted} times");
        Assert.True(run.Refused > 500, $"refused {run.Refused} times");
    }

    [Fact]
    public async Task Many_at_once_take_no_more_than_the_new_amount()
    {
        const long old = 100_000;
        var meter = NewMeter();
        await TakeAsync(new(old, 1), 20);
        var before = meter.SumOf(1).Spent;

        await TakeAsync(new(old / 10, 2), 4_000);

        Assert.InRange(before, 1, old / 10);
        Assert.InRange(meter.SumOf(1).Spent, (old / 10) - 400, old / 10);
        Assert.Equal(0, meter.SumOf(1).Reserved);

        Task TakeAsync(Allowance allowance, int requests) =>
            Parallel.ForAsync(0, requests, Cancellation, async (n, cancellation) =>
            {
                var amount = (n % 400) + 1;
                if (!await meter.ReserveAsync(1, allowance, amount, WhenCountersLost.Refuse, cancellation))
                    return;
                if (n % 4 == 0)
                    await Task.Yield();
                meter.Settle(1, amount, n % 3 == 0 ? 0 : amount);
            });
    }

    private Meter NewMeter() => ceilings.MeterOf("Budget/b", Period);

    private static async Task<bool> TryAsync(Meter meter, Allowance allowance, long amount) =>
        await meter.ReserveAsync(1, allowance, amount, WhenCountersLost.Refuse, Cancellation);
}
