namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>How long a credential that failed rests, swapped whole by whoever knows something newer.</summary>
/// <param name="Until">Until when others are preferred.</param>
/// <param name="FailedAt">When it failed last.</param>
/// <param name="Failures">How often in a row.</param>
internal sealed record CredentialRest(DateTimeOffset Until, DateTimeOffset FailedAt, int Failures);

/// <summary>What is known of one credential of one provider, over snapshots and requests.</summary>
internal sealed class CredentialState
{
    private CredentialRest? rest;

    /// <summary>Null while nothing is held against it.</summary>
    public CredentialRest? Rest => Volatile.Read(ref rest);

    public bool RestsAt(DateTimeOffset now) => Rest is { } known && known.Until > now;

    /// <summary>Notes a failure of an attempt; null when it was known of before the attempt's end.</summary>
    /// <param name="startedAt">When the attempt began: what rests since then failed for it too, counted once.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="wait">How long to rest, by the count of failures in a row.</param>
    public CredentialRest? Fail(DateTimeOffset startedAt, DateTimeOffset now, Func<int, TimeSpan> wait)
    {
        var known = Rest;
        if (known is not null && known.FailedAt > startedAt)
            return null;
        var failures = (known?.Failures ?? 0) + 1;
        var next = new CredentialRest(now + wait(failures), now, failures);
        return Interlocked.CompareExchange(ref rest, next, known) == known ? next : null;
    }

    /// <summary>Notes that it was accepted: what was held against it before the attempt began is forgotten.</summary>
    public void Succeed(DateTimeOffset startedAt)
    {
        if (Rest is { } known && known.FailedAt <= startedAt)
            Interlocked.CompareExchange(ref rest, null, known);
    }
}
