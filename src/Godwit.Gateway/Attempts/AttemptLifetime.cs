namespace Godwit.Gateway.Attempts;

/// <summary>
/// Ends an attempt when the client goes away or the provider takes too long, and knows which it was. Kept with its
/// connection: its timer is made once and set again for each attempt.
/// </summary>
internal sealed class AttemptLifetime : IDisposable
{
    private CancellationTokenSource? source;
    private CancellationTokenRegistration registration;
    private CancellationToken client;

    public CancellationToken Token => source!.Token;

    /// <summary>True when the client went away: not the provider's fault.</summary>
    public bool ClientGone => client.IsCancellationRequested;

    /// <summary>Begins an attempt for a client.</summary>
    public void Begin(TimeProvider time, CancellationToken clientGone)
    {
        if (source?.TryReset() != true)
        {
            source?.Dispose();
            source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }

        client = clientGone;
        registration = client.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
    }

    /// <summary>Begins the time the provider has for its next sign of life anew.</summary>
    public void ExpireAfter(TimeSpan time) => source!.CancelAfter(time);

    /// <summary>The attempt is over: neither the client nor the time ends anything any more.</summary>
    public void End()
    {
        registration.Dispose();
        source!.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        registration.Dispose();
        source?.Dispose();
    }
}
