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
            {
                all = [.. buckets];
                if (heard is { } left)
                    heard = left.Looks == LooksUntilOld ? null : left with { Looks = left.Looks + 1 };
            }

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
        long bucket, Allowance allowance, long amount, WhenCountersLost lost,
        CancellationToken cancellation)
    {
        if (amount > allowance.Most || Retired)
            return false;
        await asking.WaitAsync(cancellation);
        try
        {
            Hear(allowance);
            for (var ask = 0; ask < MostAsks; ask++)
            {
                if (TryReserve(bucket, allowance, amount))
                    return true;
                await GiveBackAsync(bucket, cancellation);
                var shortage = ShortageOf(bucket, amount);
                if (shortage.Needed <= 0)
                    continue;
                var answer = await ceiling.RaiseAsync(
                    bucket, allowed, shortage.Held, shortage.Needed, cancellation);
                if (answer.Lost)
                    return ReserveAlone(bucket, amount, lost, answer.Nodes);
                if (!Take(bucket, answer, shortage))
                    return false;
            }

            return TryReserve(bucket, allowance, amount);
        }
        finally
        {
            asking.Release();
        }
    }

    /// <summary>
    /// Takes a request's limit for what is allowed. Only where it follows the one before and allows no less are
    /// ceilings good for it, too: what a version in between allowed, others may have taken.
    /// </summary>
    private void Hear(Allowance allowance)
    {
        lock (gate)
        {
            if (allowance.Most < allowed.Most || allowance.Version - allowed.Version is not (0 or 1))
                proof++;
            allowed = allowance;
        }
    }

    private Shortage ShortageOf(long bucket, long amount)
    {
        lock (gate)
        {
            var of = At(bucket);
            // More may be given than is heard of: when the answer is lost, or its request gives up.
            of.Told = false;
            // What is not taken of a ceiling that nobody would grant now is given back by asking without it.
            if (of.Proof != proof)
                of.Ceiling = of.Taken;
            return new Shortage(of.Ceiling, amount - (of.Ceiling - of.Taken), proof);
        }
    }

    /// <returns>True when what was asked for was granted.</returns>
    private bool Take(long bucket, in CeilingAnswer answer, in Shortage shortage)
    {
        lock (gate)
        {
            var of = At(bucket);
            of.Ceiling = answer.Ceiling;
            of.Told = true;
            heard = new Heard(bucket, answer.InForce ?? allowed.Most, answer.Left);
            nodes = answer.Nodes;
            if (answer.Ceiling < shortage.Held + shortage.Needed)
                return false;
            // Not what it is now: something may have been taken beyond a ceiling since.
            of.Proof = shortage.Proof;
            return true;
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
    private bool ReserveAlone(long bucket, long amount, WhenCountersLost lost, int known)
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
                || (lost == WhenCountersLost.Share && taken + amount > allowed.Most / Math.Max(nodes, known)))
                return false;
            var own = At(bucket);
            own.Reserved += amount;
            own.Told = false;
            Weigh(own);
            return true;
        }
    }

    /// <summary>What a bucket lacks for an amount.</summary>
    /// <param name="Held">Its ceiling.</param>
    /// <param name="Needed">What has to be added.</param>
    /// <param name="Proof">The meter's number of proof when it was looked at.</param>
    private readonly record struct Shortage(long Held, long Needed, long Proof);
}
