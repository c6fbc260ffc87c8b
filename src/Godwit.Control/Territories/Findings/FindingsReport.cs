namespace Godwit.Control.Territories.Findings;

/// <summary>The contradictions in the records of a period.</summary>
public sealed record FindingsReport
{
    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Until { get; init; }

    public required FindingThresholds Thresholds { get; init; }

    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What could not be looked for, each a sentence.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
