namespace Godwit.Control.Evidence.Replay;

/// <summary>Whether recorded decisions come out the same again.</summary>
public sealed record ReplayReport
{
    public DateTimeOffset From { get; init; }

    public DateTimeOffset To { get; init; }

    /// <summary>Requests whose decision was made again.</summary>
    public long Decided { get; init; }

    /// <summary>Those that came out as recorded.</summary>
    public long Agreed { get; init; }

    /// <summary>Requests that ended before anything was decided about the territory.</summary>
    public long NotDecided { get; init; }

    /// <summary>Requests of a revision that history does not hold, or recorded without evidence.</summary>
    public long NotReproducible { get; init; }

    /// <summary>Requests that came out otherwise.</summary>
    public long Disagreed { get; init; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<ReplayDisagreement> Disagreements { get; init; } = [];
}

/// <summary>A decision that did not come out as recorded.</summary>
public sealed record ReplayDisagreement(
    Guid Request, DateTimeOffset At, long Revision, ReplayedDecision Recorded, ReplayedDecision Replayed);

/// <summary>A decision, in the words of records.</summary>
/// <param name="Decision">served, rerouted, observed or refused.</param>
/// <param name="Reason">Code of the reason.</param>
/// <param name="Policy">The policy that decided, as <c>name@version</c>.</param>
public sealed record ReplayedDecision(string Decision, string? Reason, string? Policy);
