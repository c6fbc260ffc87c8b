namespace Godwit.Gateway.Counters;

/// <summary>What a meter says of a window: a bucket and those before it that count with it.</summary>
internal sealed partial class Meter
{
    // About a minute. Whoever chooses by what is left would else never ask again where others had all.
    private const int LooksUntilOld = 240;

    private Rest? rest;
    private Heard? heard;

    /// <summary>What may still be taken, as far as this node knows.</summary>
    public long LeftOf(long bucket, long most) => LookAt(bucket, most).Left;

    /// <summary>
    /// What may still be taken, as far as this node knows, and the last bucket of the window that anything was taken
    /// in; null when nothing was.
    /// </summary>
    public (long Left, long? LastUsed) LookAt(long bucket, long most)
    {
        lock (gate)
        {
            if (rest is not { } known || known.Bucket != bucket)
                rest = known = RestOf(bucket);
            var (taken, free, last) = (known.Taken, known.Free, known.LastUsed);
            if (Find(bucket) is { } of)
            {
                taken += of.Taken;
                free += Math.Max(0, of.Ceiling - of.Taken);
                if (of.Taken > 0 && !(last > bucket))
                    last = bucket;
            }

            var own = most - taken;
            return (Math.Max(0, HeardOf(bucket) is { } left ? Math.Min(own, left.Of(most) + free) : own), last);
        }
    }

    /// <summary>What was spent and what is held in a window.</summary>
    public (long Spent, long Reserved) SumOf(long bucket)
    {
        lock (gate)
        {
            var (spent, reserved) = (0L, 0L);
            foreach (var of in buckets)
            {
                if (of.Number > bucket - shape.Buckets)
                    (spent, reserved) = (spent + of.Spent, reserved + of.Reserved);
            }

            return (spent, reserved);
        }
    }

    /// <summary>
    /// The first bucket after whose end an amount has room again; null when none of the window's frees it.
    /// </summary>
    public long? FreedBy(long bucket, long most, long amount)
    {
        lock (gate)
        {
            var shortage = amount - (most - buckets.Where(b => b.Number > bucket - shape.Buckets).Sum(b => b.Taken));
            foreach (var of in buckets.Where(b => b.Number > bucket - shape.Buckets).OrderBy(b => b.Number))
            {
                shortage -= of.Taken;
                if (shortage <= 0)
                    return of.Number;
            }

            return null;
        }
    }

    // Nothing of one calendar period is left for another; of a sliding window most is still in the next.
    private Heard? HeardOf(long bucket) =>
        nodes > 1 && heard is { } left && (left.Bucket == bucket || shape.Buckets > 1) ? left : null;

    private Rest RestOf(long bucket)
    {
        var (taken, free, last) = (0L, 0L, (long?)null);
        foreach (var of in buckets)
        {
            if (of.Number == bucket || of.Number <= bucket - shape.Buckets)
                continue;
            taken += of.Taken;
            free += Math.Max(0, of.Ceiling - of.Taken);
            if (of.Taken > 0 && !(last >= of.Number))
                last = of.Number;
        }

        return new Rest(bucket, taken, free, last);
    }

    private void Changed(long bucket)
    {
        if (bucket != rest?.Bucket)
            rest = null;
    }

    /// <summary>
    /// What a window holds beside its newest bucket, known until something of that changes: most of what is taken is
    /// taken in the newest, and a minute has sixty others.
    /// </summary>
    private readonly record struct Rest(long Bucket, long Taken, long Free, long? LastUsed);

    /// <summary>What nobody had of a window when it was last asked for.</summary>
    /// <param name="Bucket">The window's newest bucket.</param>
    /// <param name="Most">The limit by which it was told.</param>
    /// <param name="Left">How much it was.</param>
    /// <param name="Looks">How often the meter was tidied since.</param>
    private readonly record struct Heard(long Bucket, long Most, long Left, int Looks = 0)
    {
        /// <summary>What it comes to by a limit that may be another.</summary>
        public long Of(long most) => Left - Most + most;
    }
}
