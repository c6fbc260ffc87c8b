using Godwit.Control.Storage;

namespace Godwit.Control.Retention;

/// <summary>Decides what has been kept long enough, and has it forgotten step by step.</summary>
internal sealed class RetentionSweep(IRetentionStore store, ControlOptions options, TimeProvider time)
{
    /// <summary>Does one step of each kind.</summary>
    /// <returns>True when there may be more.</returns>
    public async Task<bool> StepAsync(CancellationToken cancellation)
    {
        var requests = await store.ForgetRequestsAsync(KeptFrom(options.Retention.RequestDays), cancellation);
        var corrections = await store.ForgetCorrectionsAsync(KeptFrom(options.Retention.RequestDays), cancellation);
        var traffic = await store.ForgetTrafficAsync(KeptFrom(options.Retention.TrafficDays), cancellation);
        return requests || corrections || traffic;
    }

    // Whole days: the day that is N days ago is still kept, all of it.
    private DateTimeOffset KeptFrom(int days) => new(time.GetUtcNow().UtcDateTime.Date.AddDays(-days), TimeSpan.Zero);
}
