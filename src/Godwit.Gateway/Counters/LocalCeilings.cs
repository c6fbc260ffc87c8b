namespace Godwit.Gateway.Counters;

/// <summary>Ceilings of a node that is alone: all of a limit is its own.</summary>
internal sealed class LocalCeilings : ICeilings
{
    public int Generation => 0;

    public ICeiling Open(string account, in AccountShape shape) => new Account(shape.Buckets);

    private sealed class Account(int window) : ICeiling
    {
        private readonly List<(long Bucket, long Amount)> ceilings = [];

        public ValueTask<CeilingAnswer> RaiseAsync(
            long bucket, long limit, long held, long needed, CancellationToken cancellation)
        {
            var left = limit - Taken(bucket);
            if (needed > left)
                return new(new CeilingAnswer(AmountOf(bucket), Math.Max(left, 0)));
            var ceiling = AmountOf(bucket) + needed;
            Set(bucket, ceiling);
            return new(new CeilingAnswer(ceiling, left - needed));
        }

        public ValueTask<bool> HoldAsync(long bucket, long amount, CancellationToken cancellation)
        {
            Set(bucket, amount);
            return new(true);
        }

        private long AmountOf(long bucket) => IndexOf(bucket) is >= 0 and var at ? ceilings[at].Amount : 0;

        // What lies after the bucket counts too: clocks may go back, and no window may hold more for it.
        private long Taken(long bucket)
        {
            ceilings.RemoveAll(c => c.Bucket <= bucket - window && c.Bucket < Latest() - window);
            var sum = 0L;
            foreach (var (of, amount) in ceilings)
            {
                if (of > bucket - window)
                    sum += amount;
            }

            return sum;
        }

        private long Latest()
        {
            var latest = long.MinValue + window;
            foreach (var (bucket, _) in ceilings)
                latest = Math.Max(latest, bucket);
            return latest;
        }

        private void Set(long bucket, long amount)
        {
            var at = IndexOf(bucket);
            if (amount == 0 && at >= 0)
                ceilings.RemoveAt(at);
            else if (at >= 0)
                ceilings[at] = (bucket, amount);
            else if (amount != 0)
                ceilings.Add((bucket, amount));
        }

        private int IndexOf(long bucket)
        {
            for (var at = ceilings.Count - 1; at >= 0; at--)
            {
                if (ceilings[at].Bucket == bucket)
                    return at;
            }

            return -1;
        }
    }
}
