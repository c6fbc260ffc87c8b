using Godwit.Gateway.Counters;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>What is spent and what is held never pass a limit together, by any interleaving.</summary>
public sealed class MeterTests
{
    private static readonly AccountShape Period = new(1, TimeSpan.FromDays(1), Vanishes: false);

    [Fact]
    public async Task A_thousand_at_once_never_pass_the_limit_and_leave_nothing_held()
    {
        const long most = 100_000;
        var meter = new LocalCeilings().MeterOf("Budget/b", Period);
        var (served, spent, highest) = (0L, 0L, 0L);

        await Parallel.ForEachAsync(Enumerable.Range(0, 20_000), async (n, cancellation) =>
        {
            var random = new Random(n);
            var amount = random.NextInt64(1, 400);
            if (!await meter.ReserveAsync(0, most, amount, WhenCountersLost.Refuse, cancellation))
                return;
            var sum = meter.SumOf(0);
            Raise(ref highest, sum.Spent + sum.Reserved);
            var used = random.Next(3) == 0 ? 0 : random.NextInt64(0, amount + 1);
            if (random.Next(4) == 0)
                await Task.Yield();
            meter.Settle(0, amount, used);
            Interlocked.Increment(ref served);
            Interlocked.Add(ref spent, used);
        });

        Assert.True(highest <= most, $"{highest} were taken of {most}.");
        Assert.True(served > 100, "The limit was to be reached by many.");
        Assert.Equal((spent, 0L), meter.SumOf(0));
        Assert.Equal(most - spent, meter.LeftOf(0, most));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task No_window_of_its_length_holds_more_than_a_rate_allows_wherever_it_begins(int seed)
    {
        // A window of ten ticks in five buckets of two: six of them are counted together.
        const int window = 10;
        const int width = 2;
        const int counted = 6;
        const long most = 50;
        var random = new Random(seed);
        var meter = new LocalCeilings().MeterOf("RateLimit/r", new(counted, TimeSpan.FromDays(1), false));
        var taken = new List<(long At, long Amount)>();
        var open = new List<(long At, long Amount)>();
        var now = 0L;
        for (var step = 0; step < 2_000; step++)
        {
            now += random.Next(3);
            if (open.Count > 0 && random.Next(2) == 0)
                SettleOne(meter, open, taken, random, width);
            var amount = random.NextInt64(1, 20);
            if (await meter.ReserveAsync(now / width, most, amount, WhenCountersLost.Refuse, default))
                open.Add((now, amount));
            for (var from = now - window + 1; from <= now; from++)
            {
                var inWindow = taken.Concat(open).Where(t => t.At >= from && t.At < from + window).Sum(t => t.Amount);
                Assert.True(inWindow <= most, $"{inWindow} in the window from {from} at {now}, seed {seed}.");
            }
        }

        Assert.True(taken.Count > 100);
    }

    public static TheoryData<int> Seeds => [1, 2, 3, 4, 5, 6, 7, 8];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task What_it_says_of_a_window_is_what_was_taken_there(int seed)
    {
        const int counted = 4;
        const long most = 1_000;
        var random = new Random(seed);
        var meter = new LocalCeilings().MeterOf("RateLimit/r", new(counted, TimeSpan.FromDays(1), false));
        var taken = new List<(long Bucket, long Held, long Used)>();
        for (var step = 0; step < 2_000; step++)
        {
            // Mostly in the newest bucket; clocks go back, too.
            var now = (step / 20) + random.Next(-1, 2);
            var amount = random.NextInt64(1, 40);
            if (random.Next(3) > 0 && await meter.ReserveAsync(now, most, amount, WhenCountersLost.Refuse, default))
                taken.Add((now, amount, 0));
            else if (taken.FindLastIndex(t => t.Held > 0) is var at and >= 0)
                taken[at] = Settle(taken[at]);
            if (random.Next(50) == 0)
                await meter.TidyAsync(now, again: false, bucket => bucket <= now - 10, default);

            var asked = now + random.Next(-1, 2);
            var inWindow = taken.Where(t => t.Bucket > asked - counted && t.Held + t.Used > 0).ToList();
            Assert.Equal(
                (Math.Max(0, most - inWindow.Sum(t => t.Held + t.Used)), inWindow.Max(t => (long?)t.Bucket)),
                meter.LookAt(asked, most));
        }

        Assert.True(taken.Count > 500);

        (long, long, long) Settle((long Bucket, long Held, long Used) one)
        {
            var used = random.NextInt64(0, one.Held + 1);
            meter.Settle(one.Bucket, one.Held, used);
            return (one.Bucket, 0, used);
        }
    }

    [Fact]
    public async Task What_was_used_beyond_the_reservation_counts_too()
    {
        var meter = new LocalCeilings().MeterOf("Budget/b", Period);

        Assert.True(await meter.ReserveAsync(0, 100, 10, WhenCountersLost.Refuse, default));
        meter.Settle(0, 10, 95);

        Assert.False(await meter.ReserveAsync(0, 100, 6, WhenCountersLost.Refuse, default));
        Assert.True(await meter.ReserveAsync(0, 100, 5, WhenCountersLost.Refuse, default));
    }

    [Fact]
    public async Task What_was_spent_before_the_start_counts()
    {
        var meter = new LocalCeilings().MeterOf("Budget/b", Period);
        meter.Restore(0, 80);

        Assert.False(await meter.ReserveAsync(0, 100, 21, WhenCountersLost.Refuse, default));
        Assert.True(await meter.ReserveAsync(0, 100, 20, WhenCountersLost.Refuse, default));
        Assert.Equal(0, meter.LeftOf(0, 100));
    }

    [Fact]
    public async Task A_meter_of_what_is_under_way_retires_once_nothing_is_and_has_given_its_place_back()
    {
        var ceilings = new LocalCeilings();
        var shape = new AccountShape(1, TimeSpan.FromDays(1), Vanishes: true);
        var meter = ceilings.MeterOf("RateLimit/c", shape);
        Assert.True(await meter.ReserveAsync(0, 1, 1, WhenCountersLost.Refuse, default));

        await TidyAsync();
        Assert.False(meter.TryRetire());
        meter.Settle(0, 1, 0);
        await TidyAsync();
        await TidyAsync();
        await TidyAsync();

        Assert.True(meter.TryRetire());
        Assert.False(await meter.ReserveAsync(0, 1, 1, WhenCountersLost.Refuse, default));
        Assert.True(await ceilings.MeterOf("RateLimit/c", shape)
            .ReserveAsync(0, 1, 1, WhenCountersLost.Refuse, default));

        ValueTask TidyAsync() => meter.TidyAsync(0, again: false, _ => true, default);
    }

    [Fact]
    public async Task A_refused_amount_knows_when_there_is_room()
    {
        var meter = new LocalCeilings().MeterOf("RateLimit/r", new(6, TimeSpan.FromDays(1), false));
        Assert.True(await meter.ReserveAsync(3, 10, 4, WhenCountersLost.Refuse, default));
        Assert.True(await meter.ReserveAsync(5, 10, 6, WhenCountersLost.Refuse, default));

        Assert.False(await meter.ReserveAsync(6, 10, 4, WhenCountersLost.Refuse, default));
        Assert.Equal(3, meter.FreedBy(6, 10, 4));
        Assert.Equal(5, meter.FreedBy(6, 10, 5));
    }

    private static void SettleOne(
        Meter meter, List<(long At, long Amount)> open, List<(long At, long Amount)> taken, Random random, int width)
    {
        var at = random.Next(open.Count);
        var (when, amount) = open[at];
        open.RemoveAt(at);
        var used = random.NextInt64(0, amount + 1);
        meter.Settle(when / width, amount, used);
        taken.Add((when, used));
    }

    private static void Raise(ref long highest, long value)
    {
        var seen = Volatile.Read(ref highest);
        while (value > seen)
        {
            var before = Interlocked.CompareExchange(ref highest, value, seen);
            seen = before == seen ? value : before;
        }
    }
}
