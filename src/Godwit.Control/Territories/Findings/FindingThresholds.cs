using Godwit.Policy.Territories;

namespace Godwit.Control.Territories.Findings;

/// <summary>From where on something is a finding.</summary>
public sealed record FindingThresholds
{
    /// <summary>Fewest requests that contradict a declaration, or that a shift of networks is judged by.</summary>
    public int MinRequests { get; init; } = 10;

    /// <summary>Least share, in per cent, that contradicting requests have of those of their key.</summary>
    public int MinSharePercent { get; init; } = 5;

    /// <summary>How sure a territory must be at least to contradict anything.</summary>
    public Confidence MinConfidence { get; init; } = Confidence.Medium;

    /// <summary>Territories from which a key is used within one day, UTC.</summary>
    public int TerritoriesPerDay { get; init; } = 4;

    /// <summary>Kilometres per hour that nobody travels.</summary>
    public int SpeedKmh { get; init; } = 1000;

    /// <summary>Territories nearer to each other, in kilometres, are never too far.</summary>
    public int MinDistanceKm { get; init; } = 500;

    /// <summary>Percentage points by which the share of hosting and hiding networks rises.</summary>
    public int ShiftPercent { get; init; } = 50;
}
