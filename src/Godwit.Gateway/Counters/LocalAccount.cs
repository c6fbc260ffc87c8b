using System.Runtime.InteropServices;

namespace Godwit.Gateway.Counters;

/// <summary>The ceilings of one account in memory.</summary>
internal sealed class LocalAccount(TimeProvider time, AccountShape shape)
{
    private const int Slices = 50;

    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];
    private bool closed;

    /// <summary>Raises the ceiling of a bucket if the limit lets it; false when the account is closed.</summary>
    public bool TryRaise(long bucket, long limit, long held, long needed, out CeilingAnswer answer)
    {
        lock (gate)
        {
            answer = default;
            if (closed)
                return false;
            var at = IndexOf(bucket);
            // Amounts are up to 2^63: their sums are not.
            var room = limit - TakenBeside(bucket);
            var mine = Int128.Max(held, Int128.Min(room, at >= 0 ? entries[at].Amount : 0));
            var left = room - mine;
            var more = (Int128)held + needed - mine;
            if (more > 0 && more <= left)
            {
                // A slice, as at a server that nodes share: most requests ask nobody.
                more = Int128.Max(more, Int128.Min(left / 2, limit / Slices));
                mine += more;
                left -= more;
            }

            Set(at, bucket, (long)mine);
            answer = new CeilingAnswer((long)mine, (long)Int128.Max(left, 0));
            return true;
        }
    }

    /// <summary>Sets the ceiling of a bucket; false when the account is closed.</summary>
    public bool TryHold(long bucket, long amount)
    {
        lock (gate)
        {
            if (closed)
                return false;
            Set(IndexOf(bucket), bucket, Math.Max(amount, 0));
            return true;
        }
    }

    /// <summary>Closes the account unless something of it is of interest still.</summary>
    public bool TryClose()
    {
        lock (gate)
        {
            foreach (ref var entry in CollectionsMarshal.AsSpan(entries))
            {
                if (!IsForgotten(entry))
                    return false;
            }

            return closed = true;
        }
    }

    // What lies after the bucket counts too: clocks may go back, and no window may hold more for it.
    private Int128 TakenBeside(long bucket)
    {
        Int128 sum = 0;
        foreach (ref var entry in CollectionsMarshal.AsSpan(entries))
        {
            if (entry.Bucket != bucket && entry.Bucket > bucket - shape.Buckets && !IsForgotten(entry))
                sum += entry.Amount;
        }

        return sum;
    }

    private void Set(int at, long bucket, long amount)
    {
        if (at >= 0)
        {
            entries[at] = new Entry(bucket, amount, time.GetTimestamp());
            return;
        }

        if (amount == 0)
            return;
        // Only what is added makes it longer, so that only then there is something to let go.
        Forget();
        entries.Add(new Entry(bucket, amount, time.GetTimestamp()));
    }

    private void Forget()
    {
        var span = CollectionsMarshal.AsSpan(entries);
        var kept = 0;
        for (var i = 0; i < span.Length; i++)
        {
            if (span[i].Amount != 0 && !IsForgotten(span[i]))
                span[kept++] = span[i];
        }

        CollectionsMarshal.SetCount(entries, kept);
    }

    private bool IsForgotten(in Entry entry) =>
        entry.Amount == 0 || (!shape.Vanishes && time.GetElapsedTime(entry.SaidAt) > shape.KeptFor);

    private int IndexOf(long bucket)
    {
        // The newest is asked for most.
        for (var at = entries.Count - 1; at >= 0; at--)
        {
            if (entries[at].Bucket == bucket)
                return IsForgotten(entries[at]) ? Empty(at) : at;
        }

        return -1;
    }

    private int Empty(int at)
    {
        entries[at] = entries[at] with { Amount = 0 };
        return at;
    }

    private readonly record struct Entry(long Bucket, long Amount, long SaidAt);
}
