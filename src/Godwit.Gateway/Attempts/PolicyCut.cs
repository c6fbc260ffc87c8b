using Godwit.Policy.Territories;

namespace Godwit.Gateway.Attempts;

/// <summary>
/// Ends one attempt at the instant from which a policy excludes its caller and cuts what is under way.
/// </summary>
internal sealed class PolicyCut : IDisposable
{
    /// <summary>The longest a timer can wait; no answer takes as long.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(49);

    private readonly CancellationTokenSource attempt;
    private readonly ITimer timer;
    private volatile bool reached;

    public PolicyCut(TerritoryCut cut, CancellationTokenSource attempt, TimeProvider time)
    {
        Cut = cut;
        this.attempt = attempt;
        var wait = TimeSpan.FromTicks(Math.Max(0, cut.AtTicks - time.GetUtcNow().UtcTicks));
        // Timers count whole milliseconds and drop the rest: one more, so that none ends an answer early.
        var due = wait > LongestWait ? Timeout.InfiniteTimeSpan : wait + TimeSpan.FromMilliseconds(1);
        timer = time.CreateTimer(static state => ((PolicyCut)state!).End(), this, due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The instant and the policy.</summary>
    public TerritoryCut Cut { get; }

    /// <summary>True once the instant has come.</summary>
    public bool Reached => reached;

    public void Dispose() => timer.Dispose();

    private void End()
    {
        reached = true;
        attempt.Cancel();
    }
}
