using Godwit.Gateway.Counters;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>Ceilings in memory: the contract, and what memory costs.</summary>
public sealed class LocalCeilingsTests : CeilingsContract
{
    private readonly FakeTimeProvider time = new();
    private readonly LocalCeilings ceilings;

    public LocalCeilingsTests() => ceilings = new LocalCeilings(time);

    private protected override Task<ICeilings> NodeAsync(int number) => Task.FromResult<ICeilings>(ceilings);

    [Fact]
    public async Task A_bucket_is_forgotten_when_nobody_has_said_it_for_long()
    {
        var ceiling = ceilings.Open(NewAccount(), new AccountShape(1, TimeSpan.FromMinutes(2), Vanishes: false));
        await ceiling.HoldAsync(1_000_000, 10, Cancellation);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, (await ceiling.RaiseAsync(1, 10, 0, 1, Cancellation)).Ceiling);

        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(10, (await ceiling.RaiseAsync(1, 10, 0, 10, Cancellation)).Ceiling);
    }

    [Fact]
    public async Task What_requests_under_way_hold_is_not_forgotten()
    {
        var ceiling = ceilings.Open(NewAccount(), new AccountShape(1, TimeSpan.FromMinutes(2), Vanishes: true));
        await ceiling.RaiseAsync(0, 10, 0, 10, Cancellation);

        time.Advance(TimeSpan.FromHours(5));

        Assert.Equal(10, (await ceiling.RaiseAsync(0, 10, 10, 1, Cancellation)).Ceiling);
    }

    [Fact]
    public async Task Accounts_that_are_of_no_interest_leave_and_come_back_empty()
    {
        var shape = new AccountShape(1, TimeSpan.FromMinutes(2), Vanishes: false);
        var old = ceilings.Open("old", shape);
        await old.RaiseAsync(1, 10, 0, 10, Cancellation);
        for (var i = 0; i < 5000; i++)
        {
            if (i % 1000 == 0)
                time.Advance(TimeSpan.FromMinutes(3));
            await ceilings.Open($"caller-{i}", shape).RaiseAsync(1, 10, 0, 1, Cancellation);
        }

        Assert.InRange(ceilings.Count, 1000, 3000);
        Assert.Equal(4, (await old.RaiseAsync(2, 10, 0, 4, Cancellation)).Ceiling);
        Assert.Equal(6, (await ceilings.Open("old", shape).RaiseAsync(2, 10, 4, 2, Cancellation)).Ceiling);
    }

    [Fact]
    public async Task Asking_for_more_allocates_nothing()
    {
        var ceiling = ceilings.Open(NewAccount(), new AccountShape(3, TimeSpan.FromMinutes(2), Vanishes: false));
        for (var bucket = 0; bucket < 200; bucket++)
            await ceiling.RaiseAsync(bucket, 1000, 0, 1, Cancellation);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var bucket = 150; bucket < 190; bucket++)
            await ceiling.RaiseAsync(bucket, 1000, 1, 1, CancellationToken.None);
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(0, after - before);
    }

    [Fact]
    public async Task Many_at_once_take_no_more_than_there_is()
    {
        var account = NewAccount();
        var shape = new AccountShape(1, TimeSpan.FromMinutes(2), Vanishes: false);
        var taken = 0L;
        await Parallel.ForAsync(0, 64, Cancellation, async (_, cancellation) =>
        {
            var ceiling = ceilings.Open(account, shape);
            for (var i = 0; i < 100; i++)
            {
                // Of memory one node asks, whose ceiling others of it have raised meanwhile.
                var answer = await ceiling.RaiseAsync(1, 500, Interlocked.Read(ref taken), 1, cancellation);
                InterlockedMax(ref taken, answer.Ceiling);
            }
        });

        Assert.Equal(500, taken);
    }

    private static void InterlockedMax(ref long place, long value)
    {
        for (var seen = Interlocked.Read(ref place); seen < value;)
        {
            var before = Interlocked.CompareExchange(ref place, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
