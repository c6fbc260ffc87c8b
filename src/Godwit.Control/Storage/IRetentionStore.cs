namespace Godwit.Control.Storage;

/// <summary>
/// Forgets what is older than it may be, a step at a time, so that nobody who writes has to wait for long.
/// </summary>
internal interface IRetentionStore
{
    /// <summary>Forgets some of the records of requests that began before an instant, a midnight UTC.</summary>
    /// <returns>True when there may be more.</returns>
    Task<bool> ForgetRequestsAsync(DateTimeOffset before, CancellationToken cancellation);

    /// <summary>Forgets some of the corrections of requests that began before an instant.</summary>
    /// <returns>True when there may be more.</returns>
    Task<bool> ForgetCorrectionsAsync(DateTimeOffset before, CancellationToken cancellation);

    /// <summary>Forgets some of the sums of traffic of hours before an instant.</summary>
    /// <returns>True when there may be more.</returns>
    Task<bool> ForgetTrafficAsync(DateTimeOffset before, CancellationToken cancellation);
}
