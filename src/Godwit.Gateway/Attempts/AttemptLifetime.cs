namespace Godwit.Gateway.Attempts;

/// <summary>Ends an attempt when the client goes away or the provider takes too long, and knows which it was.</summary>
internal sealed class AttemptLifetime : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration registration;
    private readonly CancellationToken client;

    public AttemptLifetime(TimeProvider time, CancellationToken client)
    {
        this.client = client;
        source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        registration = client.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
    }

    public CancellationToken Token => source.Token;

    /// <summary>True when the client went away: not the provider's fault.</summary>
    public bool ClientGone => client.IsCancellationRequested;

    /// <summary>Begins the time the provider has for its next sign of life anew.</summary>
    public void ExpireAfter(TimeSpan time) => source.CancelAfter(time);

    public void Dispose()
    {
        registration.Dispose();
        source.Dispose();
    }
}
