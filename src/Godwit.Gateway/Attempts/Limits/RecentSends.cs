namespace Godwit.Gateway.Attempts.Limits;

/// <summary>
/// The last sends and which of them were answered: of requests that are under way together, nobody knows in which order
/// they reach the provider. Guarded by <see cref="LimitState"/>.
/// </summary>
internal sealed class RecentSends
{
    // Of more that are under way at once, the oldest are taken to have arrived.
    private const int Most = 1024;
    private Send[] sends = new Send[16];

    public void Add(in LimitMark mark, int need)
    {
        while (At(mark.Number) is { Number: > 0, Answered: false } && sends.Length < Most)
            Grow();
        At(mark.Number) = new Send(mark.Number, mark.SentAt, need, Answered: false);
    }

    /// <summary>Notes an answer.</summary>
    /// <returns>Tokens that the request needed; null when it was answered before, or is forgotten.</returns>
    public int? Answer(long number)
    {
        ref var send = ref At(number);
        if (send.Number != number || send.Answered)
            return null;
        send = send with { Answered = true };
        return send.Need;
    }

    /// <summary>What was sent since an instant and is not answered yet.</summary>
    public (long Requests, long Tokens) Unanswered(long last, long since)
    {
        var (requests, tokens) = (0L, 0L);
        for (var number = last; number > Math.Max(0, last - sends.Length); number--)
        {
            ref var send = ref At(number);
            if (send.Number != number || send.SentAt < since)
                break;
            if (send.Answered)
                continue;
            requests++;
            tokens += send.Need;
        }

        return (requests, tokens);
    }

    private ref Send At(long number) => ref sends[number & (sends.Length - 1)];

    private void Grow()
    {
        var old = sends;
        sends = new Send[old.Length * 2];
        foreach (var send in old)
        {
            if (send.Number > 0)
                At(send.Number) = send;
        }
    }

    private readonly record struct Send(long Number, long SentAt, int Need, bool Answered);
}
