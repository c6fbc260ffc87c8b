using Godwit.Gateway.Counters;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>A node that serves requests under one limit: each reserves, takes a while, and settles.</summary>
internal sealed class MeteredNode(
    ICeilings ceilings, AccountShape shape, long limit, MeteredLedger ledger, Func<long> bucketNow, int seed)
{
    private const int AtOnce = 4;
    private readonly Meter meter = ceilings.MeterOf("Budget/shared", shape);
    private int served;

    /// <summary>Requests that got what they asked for.</summary>
    public int Served => Volatile.Read(ref served);

    /// <summary>What is reserved in all buckets together.</summary>
    public long Reserved => meter.SumOf(long.MinValue / 2).Reserved;

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(
        Enumerable.Range(0, AtOnce).Select(worker => ServeAsync(new Random((seed * 10) + worker), stop))
            .Append(TidyAsync(stop)));

    /// <summary>Gives back what it can, once.</summary>
    public ValueTask TidyAsync() => meter.TidyAsync(bucketNow(), again: false, IsOver, CancellationToken.None);

    public async Task<bool> TryReserveAsync(long amount) =>
        await meter.ReserveAsync(bucketNow(), limit, amount, WhenCountersLost.Refuse, CancellationToken.None);

    private bool IsOver(long bucket) => bucket <= bucketNow() - shape.Buckets - 1;

    private async Task ServeAsync(Random random, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(3));
        while (!stop.IsCancellationRequested)
        {
            var (bucket, amount) = (bucketNow(), random.NextInt64(1, limit / 6));
            // Some clients leave while they wait.
            using var leaves = random.Next(10) == 0 ? new CancellationTokenSource(random.Next(1, 4)) : null;
            if (await ReserveAsync(bucket, amount, leaves?.Token ?? CancellationToken.None))
            {
                ledger.Add(bucket, amount);
                Interlocked.Increment(ref served);
                for (var ticks = random.Next(4); ticks > 0; ticks--)
                    await timer.WaitForNextTickAsync(CancellationToken.None);
                var spent = random.Next(8) == 0 ? random.NextInt64(amount / 50 + 1) : 0;
                // Here first: others may have it as soon as the meter knows.
                ledger.Add(bucket, spent - amount);
                meter.Settle(bucket, amount, spent);
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task<bool> ReserveAsync(long bucket, long amount, CancellationToken cancellation)
    {
        try
        {
            return await meter.ReserveAsync(bucket, limit, amount, WhenCountersLost.Refuse, cancellation);
        }
        catch (OperationCanceledException)
        {
            Assert.True(cancellation.IsCancellationRequested);
            return false;
        }
    }

    private async Task TidyAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var generation = ceilings.Generation;
        while (!stop.IsCancellationRequested)
        {
            var known = ceilings.Generation;
            await meter.TidyAsync(bucketNow(), known != generation, IsOver, CancellationToken.None);
            generation = known;
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
