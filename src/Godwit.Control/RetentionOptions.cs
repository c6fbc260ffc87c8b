namespace Godwit.Control;

/// <summary>How long what was recorded is kept, in days. History of resources is kept for good.</summary>
public sealed record RetentionOptions
{
    /// <summary>Ten years with their leap days: what 31 CFR 501.601 asks for.</summary>
    public const int MostDays = 3653;

    /// <summary>Records of single requests, with evidence and decision. Default 3653.</summary>
    public int RequestDays { get; init; } = MostDays;

    /// <summary>Hourly sums of traffic by evidence and decision, which impact is told by. Default 3653.</summary>
    public int TrafficDays { get; init; } = MostDays;

    /// <summary>What is wrong with the options; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate() =>
    [
        .. new[] { ("request", RequestDays), ("traffic", TrafficDays) }
            .Where(kind => kind.Item2 is < 1 or > MostDays)
            .Select(kind => $"retention of {kind.Item1}s: '{kind.Item2}' is not accepted; 1 to {MostDays} days are."),
    ];
}
