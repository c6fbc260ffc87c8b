using Godwit.Policy.Configuration;

namespace Godwit.Gateway.Counters;

/// <summary>How a meter gets more of a limit, and gives back what it does not need.</summary>
internal sealed partial class Meter
{
    /// <summary>
    /// Gives back what is not needed, tells a server that forgot, and forgets what is over. Runs off the request path.
    /// </summary>
    /// <param name="bucket">The bucket of the instant.</param>
    /// <param name="again">The server forgot: everything is told anew.</param>
    /// <param name="isOver">Whether a bucket is of no interest any more.</param>
    /// <param name="cancellation">Stops.</param>
    public async ValueTask TidyAsync(
        long bucket, bool again, Func<long, bool> isOver, CancellationToken cancellation)
    {
        await asking.WaitAsync(cancellation);
        try
        {
            Bucket[] all;
            lock (gate)
                all = [.. buckets];
            foreach (var of in all)
                await TidyAsync(of, bucket, again, isOver, cancellation);
        }
        finally
        {
            asking.Release();
        }
    }

    private async ValueTask TidyAsync(
        Bucket of, long current, bool again, Func<long, bool> isOver, CancellationToken cancellation)
    {
        long held;
        lock (gate)
        {
            // What other nodes would still count has to be given back first.
            if (of.Reserved == 0 && isOver(of.Number) && (!shape.Vanishes || of is { Ceiling: 0, Told: true }))
            {
                buckets.Remove(of);
                Changed(of.Number);
                return;
            }

            // The bucket in use keeps what it has left as long as it is used.
            var idle = of.Number != current || !of.Used;
            of.Used = false;
            if (of.Told && !again && (!idle || of.Ceiling == of.Taken) && of.Ceiling >= of.Taken)
                return;
            held = of.Ceiling = idle ? of.Taken : Math.Max(of.Ceiling, of.Taken);
        }

        var told = await ceiling.HoldAsync(of.Number, held, cancellation);
        lock (gate)
            of.Told = told;
    }

    private async ValueTask<bool> AskAndReserveAsync(
        long bucket, long most, long amount, WhenCountersLost lost,
        CancellationToken cancellation)
    {
        if (amount > most || Retired)
            return false;
        await asking.WaitAsync(cancellation);
        try
        {
            for (var ask = 0; ask < MostAsks; ask++)
            {
                if (TryReserve(bucket, amount))
                    return true;
                await GiveBackAsync(bucket, cancellation);
                var (held, needed) = ShortageOf(bucket, amount);
                if (needed <= 0)
                    continue;
                var answer = await ceiling.RaiseAsync(bucket, most, held, needed, cancellation);
                if (answer.Lost)
                    return ReserveAlone(bucket, most, amount, lost, answer.Nodes);
                Take(bucket, answer);
                if (answer.Ceiling < held + needed)
                    return false;
            }

            return TryReserve(bucket, amount);
        }
        finally
        {
            asking.Release();
        }
    }

    private (long Held, long Needed) ShortageOf(long bucket, long amount)
    {
        lock (gate)
        {
            var of = At(bucket);
            // More may be given than is heard of: when the answer is lost, or its request gives up.
            of.Told = false;
            return (of.Ceiling, amount - (of.Ceiling - of.Taken));
        }
    }

    private void Take(long bucket, CeilingAnswer answer)
    {
        lock (gate)
        {
            var of = At(bucket);
            of.Ceiling = answer.Ceiling;
            of.Told = true;
            left = answer.Left;
            nodes = answer.Nodes;
        }
    }

    /// <summary>What was set free in buckets that nothing is taken from any more has to be free for this one.</summary>
    private async ValueTask GiveBackAsync(long bucket, CancellationToken cancellation)
    {
        if (shape.Buckets == 1)
            return;
        while (true)
        {
            Bucket? surplus = null;
            long held = 0;
            lock (gate)
            {
                foreach (var of in buckets)
                {
                    if (of.Number != bucket && of.Ceiling != of.Taken)
                    {
                        surplus = of;
                        held = of.Ceiling = of.Taken;
                        of.Told = false;
                        break;
                    }
                }
            }

            if (surplus is null)
                return;
            surplus.Told = await ceiling.HoldAsync(surplus.Number, held, cancellation);
        }
    }

    /// <summary>Decides while nobody knows what other nodes took.</summary>
    private bool ReserveAlone(long bucket, long most, long amount, WhenCountersLost lost, int known)
    {
        lock (gate)
        {
            var taken = 0L;
            foreach (var of in buckets)
            {
                if (of.Number > bucket - shape.Buckets)
                    taken += of.Taken;
            }

            if (lost == WhenCountersLost.Refuse
                || (lost == WhenCountersLost.Share && taken + amount > most / Math.Max(nodes, known)))
                return false;
            var own = At(bucket);
            own.Reserved += amount;
            own.Told = false;
            return true;
        }
    }
}
