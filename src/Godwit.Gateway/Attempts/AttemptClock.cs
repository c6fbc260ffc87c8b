using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Routing;

namespace Godwit.Gateway.Attempts;

/// <summary>Takes the times of one attempt.</summary>
internal sealed class AttemptClock(TimeProvider time, long requestStart)
{
    private readonly long started = time.GetTimestamp();
    private long? firstByteUs;

    /// <summary>Called with every read; the first one counts.</summary>
    public void ByteArrived() => firstByteUs ??= Microseconds(started, time.GetTimestamp());

    public AttemptRecord Record(TargetRules target, int status, FailureClass? failure) => new()
    {
        Provider = target.Provider.Name,
        Model = target.Model,
        Status = status,
        Failure = failure,
        StartedAfterUs = Microseconds(requestStart, started),
        FirstByteUs = firstByteUs,
        DurationUs = Microseconds(started, time.GetTimestamp()),
    };

    private long Microseconds(long from, long to) => (long)time.GetElapsedTime(from, to).TotalMicroseconds;
}
