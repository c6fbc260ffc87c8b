using System.Runtime.InteropServices;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Counters;

/// <summary>All that one request holds, and what it was charged for. Used again for the next request.</summary>
internal sealed class RequestHolds
{
    private readonly List<Held> held = [];
    private readonly List<Charge> charges = [];

    /// <summary>What is held now, in the order it was reserved.</summary>
    public ReadOnlySpan<Held> Now => CollectionsMarshal.AsSpan(held);

    public void Add(in Held one) => held.Add(one);

    /// <summary>The grant that the attempt under way is paid from; null when from none.</summary>
    public Held? Grant => held.Count > 0 && held[^1].Grant is not null ? held[^1] : null;

    /// <summary>Nothing is left of a grant: ends what was held of it, and counts what was thought to be left.</summary>
    /// <param name="grant">What is held of it.</param>
    /// <param name="given">What was given for the period.</param>
    public void Correct(in Held grant, long given)
    {
        held.Remove(grant);
        grant.Meter.Settle(grant.Bucket, grant.Amount, 0);
        var rest = grant.Meter.LeftOf(grant.Bucket, given);
        grant.Meter.Settle(grant.Bucket, 0, rest);
        charges.Add(ChargeOf(grant, 0) with { Corrected = rest });
    }

    /// <summary>Gives back what was reserved for the request after a place, as if it had never been.</summary>
    public void Undo(int from)
    {
        for (var i = from; i < held.Count; i++)
            held[i].Meter.Settle(held[i].Bucket, held[i].Amount, 0);
        held.RemoveRange(from, held.Count - from);
    }

    /// <summary>Settles everything by what the request came to.</summary>
    public void Settle(GatewayRequest request)
    {
        foreach (ref readonly var one in Now)
            End(one, SpentAmount.Of(one, request));
        held.Clear();
    }

    /// <summary>Settles what was reserved for an attempt of which nothing reached the client.</summary>
    /// <param name="request">The request.</param>
    /// <param name="from">How much was held before the attempt, and stays held.</param>
    /// <param name="failed">The attempt; null when nothing was sent.</param>
    public void Settle(GatewayRequest request, int from, AttemptRecord? failed)
    {
        for (var i = from; i < held.Count; i++)
            End(held[i], SpentAmount.Of(held[i], request, failed));
        if (held.Count > from)
            held.RemoveRange(from, held.Count - from);
    }

    private void End(in Held one, long spent)
    {
        one.Meter.Settle(one.Bucket, one.Amount, one.IsOfMoment ? 0 : spent);
        if (one.IsCharged)
            charges.Add(ChargeOf(one, spent));
    }

    /// <summary>What was charged so far, until the request is over; null when nothing.</summary>
    public List<Charge>? Charges => charges.Count == 0 ? null : charges;

    /// <summary>Something is charged even if the process dies now.</summary>
    public bool IsCharged
    {
        get
        {
            foreach (ref readonly var one in Now)
            {
                if (one.IsCharged)
                    return true;
            }

            return charges.Count > 0;
        }
    }

    /// <summary>Forgets the request. What it still held, it had not used.</summary>
    public void Clear()
    {
        Undo(0);
        charges.Clear();
    }

    private static Charge ChargeOf(in Held one, long spent) =>
        new(one.Meter.Account, one.Period, one.Amount, spent);
}
