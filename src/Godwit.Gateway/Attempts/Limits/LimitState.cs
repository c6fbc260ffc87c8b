namespace Godwit.Gateway.Attempts.Limits;

/// <summary>
/// What a provider has left for one credential and one model, as its answers tell it. What was sent since the answer
/// that is believed counts against it, whatever becomes of it.
/// </summary>
internal sealed class LimitState
{
    private static readonly long LongestWait = TimeSpan.FromMinutes(10).Ticks;
    private readonly Lock changing = new();
    private readonly Allowance[] allowances = new Allowance[(int)LimitKind.Wait];
    private long sends;
    private long tokens;
    private long waitUntil;
    private long tokensKnownUntil;

    /// <summary>True when it matters how many tokens a request needs.</summary>
    public bool CountsTokensAt(long now) => Volatile.Read(ref tokensKnownUntil) > now;

    /// <summary>Takes what a request needs, unless it is not there.</summary>
    /// <param name="now">The time, in UTC ticks.</param>
    /// <param name="need">Tokens of input that it needs at least.</param>
    /// <param name="mark">The send, to be told with its answer.</param>
    /// <returns>Why nothing was taken; null when it was.</returns>
    public LimitHold? Take(long now, int need, out LimitMark mark)
    {
        lock (changing)
        {
            mark = default;
            if (HoldAt(now, need) is { } hold)
                return hold;
            mark = Next(now, need);
            return null;
        }
    }

    /// <summary>Counts a request that is sent whatever is left.</summary>
    public LimitMark Count(long now, int need)
    {
        lock (changing)
        {
            return Next(now, need);
        }
    }

    /// <summary>Takes note of what an answer said.</summary>
    public void Learn(LimitKind kind, in AllowanceReading reading, in LimitMark mark, long now)
    {
        lock (changing)
        {
            allowances[(int)kind].Learn(reading, mark, TakenAt(kind, mark), now);
            if (kind is LimitKind.Tokens or LimitKind.InputTokens)
                Volatile.Write(ref tokensKnownUntil, Math.Max(tokensKnownUntil, reading.ResetAt));
        }
    }

    /// <summary>The provider asked for patience.</summary>
    public void Wait(TimeSpan time, long now)
    {
        lock (changing)
        {
            waitUntil = Math.Max(waitUntil, now + Math.Clamp(time.Ticks, 0, LongestWait));
        }
    }

    private LimitMark Next(long now, int need)
    {
        sends++;
        tokens += need;
        return new LimitMark(sends, tokens, now);
    }

    /// <summary>The hold that lasts longest.</summary>
    private LimitHold? HoldAt(long now, int need)
    {
        LimitHold? longest = waitUntil > now ? new LimitHold(LimitKind.Wait, waitUntil) : null;
        var taken = new LimitMark(sends, tokens, now);
        for (var kind = LimitKind.Requests; kind < LimitKind.Wait; kind++)
        {
            var needed = kind is LimitKind.Tokens or LimitKind.InputTokens ? need : 1;
            if (allowances[(int)kind].FreeAt(now, TakenAt(kind, taken), needed) is { } until
                && !(longest?.Until >= until))
                longest = new LimitHold(kind, until);
        }

        return longest;
    }

    // How much a request will get as output nobody knows.
    private static long TakenAt(LimitKind kind, in LimitMark mark) => kind switch
    {
        LimitKind.Requests => mark.Number,
        LimitKind.OutputTokens => 0,
        _ => mark.Tokens,
    };
}
