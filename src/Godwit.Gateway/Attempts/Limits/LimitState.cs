namespace Godwit.Gateway.Attempts.Limits;

/// <summary>
/// What a provider has left for one credential and one model, as its answers tell it. What an answer cannot have
/// counted is held against it: what was sent later, or at about the same time, and is not answered. Of answers to
/// requests that were sent at about the same time, the one that leaves least was made last.
/// </summary>
/// <param name="tells">The provider's answers tell what is left; without that it can ask for patience only.</param>
internal sealed class LimitState(bool tells)
{
    private static readonly long LongestWait = TimeSpan.FromMinutes(10).Ticks;

    // Requests reach a provider only roughly in the order in which they are sent: a connection may have to be made.
    private static readonly long Together = TimeSpan.FromMilliseconds(500).Ticks;

    private readonly Lock changing = new();
    private readonly Allowance[] allowances = new Allowance[(int)LimitKind.Wait];
    private readonly RecentSends? recent = tells ? new() : null;
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
        mark = default;
        if (recent is null && Volatile.Read(ref waitUntil) <= now)
            return null;
        lock (changing)
        {
            if (HoldAt(now, need) is { } hold)
                return hold;
            mark = Send(now, need);
            return null;
        }
    }

    /// <summary>Counts a request that is sent whatever is left.</summary>
    public LimitMark Count(long now, int need)
    {
        lock (changing)
        {
            return Send(now, need);
        }
    }

    /// <summary>Takes note of an answer to a send.</summary>
    public void Learn(in LimitReadings readings, in LimitMark mark, long now)
    {
        lock (changing)
        {
            var need = recent?.Answer(mark.Number);
            for (var kind = LimitKind.Requests; kind < LimitKind.Wait; kind++)
            {
                if (readings[(int)kind] is { ResetAt: > 0 } reading)
                    Learn(kind, reading, mark, need, now);
            }
        }
    }

    /// <summary>The provider asked for patience.</summary>
    public void Wait(TimeSpan time, long now)
    {
        lock (changing)
        {
            Volatile.Write(ref waitUntil, Math.Max(waitUntil, now + Math.Clamp(time.Ticks, 0, LongestWait)));
        }
    }

    private void Learn(LimitKind kind, in AllowanceReading reading, in LimitMark mark, int? need, long now)
    {
        ref var allowance = ref allowances[(int)kind];
        var sentAt = mark.SentAt;
        if (allowance.IsKnownAt(now))
        {
            if (sentAt < allowance.SentAt - Together)
                return;
            if (sentAt <= allowance.SentAt + Together && !allowance.IsLower(reading))
            {
                // The provider looked at it first, and counted it in what is believed.
                if (need is { } tokensNeeded)
                    allowance.Count(Of(kind, 1, tokensNeeded));
                return;
            }

            sentAt = Math.Max(sentAt, allowance.SentAt);
        }

        var (requestsUnderWay, tokensUnderWay) = recent?.Unanswered(sends, sentAt - Together) ?? default;
        allowance.Believe(
            reading, sentAt, Of(kind, sends, tokens) - Of(kind, requestsUnderWay, tokensUnderWay), now);
        if (kind is LimitKind.Tokens or LimitKind.InputTokens)
            Volatile.Write(ref tokensKnownUntil, Math.Max(tokensKnownUntil, reading.ResetAt));
    }

    private LimitMark Send(long now, int need)
    {
        sends++;
        tokens += need;
        var mark = new LimitMark(sends, now);
        recent?.Add(mark, need);
        return mark;
    }

    /// <summary>The hold that lasts longest.</summary>
    private LimitHold? HoldAt(long now, int need)
    {
        LimitHold? longest = waitUntil > now ? new LimitHold(LimitKind.Wait, waitUntil) : null;
        for (var kind = LimitKind.Requests; kind < LimitKind.Wait; kind++)
        {
            var needed = kind is LimitKind.Tokens or LimitKind.InputTokens ? need : 1;
            if (allowances[(int)kind].FreeAt(now, Of(kind, sends, tokens), needed) is { } until
                && !(longest?.Until >= until))
                longest = new LimitHold(kind, until);
        }

        return longest;
    }

    // How much a request will get as output nobody knows.
    private static long Of(LimitKind kind, long requests, long tokens) => kind switch
    {
        LimitKind.Requests => requests,
        LimitKind.OutputTokens => 0,
        _ => tokens,
    };
}
