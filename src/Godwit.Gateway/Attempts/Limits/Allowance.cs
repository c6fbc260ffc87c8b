namespace Godwit.Gateway.Attempts.Limits;

/// <summary>
/// What is left of one limit: the newest reading, what has flowed back since, and what was sent since. Guarded by
/// <see cref="LimitState"/>.
/// </summary>
internal struct Allowance
{
    // However wrong a header: nobody is held back by it for longer.
    private static readonly long LongestBelief = TimeSpan.FromMinutes(10).Ticks;

    // Requests arrive at a provider only roughly in the order in which they are sent.
    private static readonly long Together = TimeSpan.FromSeconds(1).Ticks;

    // What flows back is reckoned in floating point: a request may be short by this much.
    private const double Tolerance = 1e-6;

    private long left;
    private long whole;
    private long readAt;
    private long believedUntil;
    private double flowPerTick;
    private long takenBefore;
    private LimitMark mark;

    /// <summary>True while a reading is believed.</summary>
    public readonly bool IsKnownAt(long now) => believedUntil > now;

    /// <summary>When there is enough; null when there is now, or nothing is known.</summary>
    /// <param name="now">The time, in UTC ticks, as all times here.</param>
    /// <param name="taken">All that was ever taken.</param>
    /// <param name="need">What is needed at least.</param>
    public readonly long? FreeAt(long now, long taken, long need)
    {
        if (!IsKnownAt(now))
            return null;
        // Whoever needs more than there ever is gets it from the provider in writing.
        var wanted = whole > 0 ? Math.Min(need, whole) : need;
        var there = left + (flowPerTick * (now - readAt)) - (taken - takenBefore);
        if (there + Tolerance >= wanted)
            return null;
        if (flowPerTick == 0)
            return believedUntil;
        var wait = Math.Ceiling((wanted - there) / flowPerTick);
        return wait < believedUntil - now ? now + (long)wait : believedUntil;
    }

    /// <summary>Takes note of what an answer said.</summary>
    /// <param name="reading">What it said.</param>
    /// <param name="answered">The send it answers.</param>
    /// <param name="takenThen">What had ever been taken when that was sent, itself included.</param>
    /// <param name="now">The time.</param>
    public void Learn(in AllowanceReading reading, in LimitMark answered, long takenThen, long now)
    {
        if (IsKnownAt(now) && answered.Number < mark.Number)
        {
            // The provider counted a later send before it answered this one, unless both were under way together.
            if (answered.SentAt + Together >= mark.SentAt && reading.Left < left)
                left = reading.Left;
            return;
        }

        mark = answered;
        left = reading.Left;
        whole = reading.Whole ?? 0;
        readAt = now;
        takenBefore = takenThen;
        believedUntil = Math.Min(reading.ResetAt, now + LongestBelief);
        flowPerTick = reading.Steady && reading.Whole is { } all && all > left
            ? (double)(all - left) / (reading.ResetAt - now)
            : 0;
    }
}
