namespace Godwit.Gateway.Tests.Counters;

/// <summary>What all nodes together have spent and hold, by bucket: what only a test can see.</summary>
internal sealed class MeteredLedger(int window)
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, long> buckets = [];

    /// <summary>The most that any window ever held.</summary>
    public long Most { get; private set; }

    public void Add(long bucket, long amount)
    {
        lock (gate)
        {
            buckets[bucket] = buckets.GetValueOrDefault(bucket) + amount;
            for (var last = bucket; last < bucket + window; last++)
                Most = Math.Max(Most, Sum(last));
        }
    }

    public long SumOf(long last)
    {
        lock (gate)
            return Sum(last);
    }

    private long Sum(long last)
    {
        var sum = 0L;
        for (var bucket = last - window + 1; bucket <= last; bucket++)
            sum += buckets.GetValueOrDefault(bucket);
        return sum;
    }
}
