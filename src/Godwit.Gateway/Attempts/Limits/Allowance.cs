namespace Godwit.Gateway.Attempts.Limits;

/// <summary>
/// What is left of one limit: the newest reading, what has flowed back since, and what was sent that it does not count.
/// Guarded by <see cref="LimitState"/>.
/// </summary>
internal struct Allowance
{
    // However wrong a header: nobody is held back by it for longer.
    private static readonly long LongestBelief = TimeSpan.FromMinutes(10).Ticks;

    // What flows back is reckoned in floating point: a request may be short by this much.
    private const double Tolerance = 1e-6;

    private long left;
    private long whole;
    private long readAt;
    private long believedUntil;
    private double flowPerTick;
    private long counted;

    /// <summary>When the newest request was sent that is counted in what is believed, in UTC ticks.</summary>
    public long SentAt { get; private set; }

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
        var there = left + (flowPerTick * (now - readAt)) - (taken - counted);
        if (there + Tolerance >= wanted)
            return null;
        if (flowPerTick == 0)
            return believedUntil;
        var wait = Math.Ceiling((wanted - there) / flowPerTick);
        return wait < believedUntil - now ? now + (long)wait : believedUntil;
    }

    /// <summary>True when less is left by a reading than by the one that is believed.</summary>
    public readonly bool IsLower(in AllowanceReading reading) => reading.Left < left;

    /// <summary>Believes what an answer said.</summary>
    /// <param name="reading">What it said.</param>
    /// <param name="sentAt">When the newest request was sent that it counts.</param>
    /// <param name="countedThen">Of all that was ever taken, what it counts.</param>
    /// <param name="now">The time.</param>
    public void Believe(in AllowanceReading reading, long sentAt, long countedThen, long now)
    {
        SentAt = sentAt;
        left = reading.Left;
        whole = reading.Whole ?? 0;
        readAt = now;
        counted = countedThen;
        believedUntil = Math.Min(reading.ResetAt, now + LongestBelief);
        flowPerTick = reading.Steady && reading.Whole is { } all && all > left
            ? (double)(all - left) / (reading.ResetAt - now)
            : 0;
    }

    /// <summary>What was thought not to be counted turns out to be.</summary>
    public void Count(long more) => counted += more;
}
