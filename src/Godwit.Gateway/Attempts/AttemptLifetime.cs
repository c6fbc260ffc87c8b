using Godwit.Policy.Territories;

namespace Godwit.Gateway.Attempts;

/// <summary>
/// Ends an attempt when the client goes away, the provider takes too long, or a policy cuts it, and knows which it was.
/// Kept with its connection: its timer is made once and set again for each attempt.
/// </summary>
internal sealed class AttemptLifetime : IDisposable
{
    private CancellationTokenSource? source;
    private CancellationTokenRegistration registration;
    private CancellationToken client;
    private long armedAt;
    private PolicyCut? policyCut;

    public CancellationToken Token => source!.Token;

    /// <summary>True when the client went away: not the provider's fault.</summary>
    public bool ClientGone => client.IsCancellationRequested;

    /// <summary>The cut that ended the attempt; null when none did.</summary>
    public TerritoryCut? Cut => policyCut is { Reached: true } reached ? reached.Cut : null;

    /// <summary>Begins an attempt for a client.</summary>
    public void Begin(TimeProvider time, CancellationToken clientGone)
    {
        if (source?.TryReset() != true)
        {
            source?.Dispose();
            source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }

        client = clientGone;
        armedAt = 0;
        registration = client.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
    }

    /// <summary>Ends the attempt at an instant. Only attempts before which a cut lies pay for its timer.</summary>
    public void EndAt(TerritoryCut cut, TimeProvider time) => policyCut = new PolicyCut(cut, source!, time);

    /// <summary>Begins the time the provider has for its next sign of life anew.</summary>
    public void ExpireAfter(TimeSpan time) => source!.CancelAfter(time);

    /// <summary>The provider gave a sign of life, and has this long for the next one.</summary>
    /// <param name="time">The time it has.</param>
    /// <param name="waiting">Whether the next one is waited for. Setting a timer costs more than reading what is there
    /// already, so without waiting it is only set again before it could end an answer that flows.</param>
    public void SignOfLife(TimeSpan time, bool waiting)
    {
        var now = Environment.TickCount64;
        if (!waiting && now - armedAt < time.TotalMilliseconds / 2)
            return;
        armedAt = now;
        ExpireAfter(time);
    }

    /// <summary>The attempt is over: neither the client nor the time ends anything any more.</summary>
    public void End()
    {
        registration.Dispose();
        source!.CancelAfter(Timeout.InfiniteTimeSpan);
        if (policyCut is null)
            return;
        policyCut.Dispose();
        policyCut = null;

        // A timer that is just firing could end the next attempt: it keeps this source, and the next gets another.
        source = null;
    }

    public void Dispose()
    {
        registration.Dispose();
        policyCut?.Dispose();
        source?.Dispose();
    }
}
