using Godwit.Policy.Pricing;

namespace Godwit.Control.Api;

/// <summary>How the cost of a request came about.</summary>
public sealed record CostExplanation
{
    public required Guid Request { get; init; }

    /// <summary>The price that the record names; null when it names none.</summary>
    public string? RecordedVersion { get; init; }

    public decimal? RecordedAmount { get; init; }

    public string? RecordedCurrency { get; init; }

    /// <summary>The price that the parts are computed by; null when none is known for the request's instant.</summary>
    public string? Version { get; init; }

    public string? Source { get; init; }

    public string? Currency { get; init; }

    /// <summary>Sum of the parts; null when the cost is not known whole.</summary>
    public decimal? Amount { get; init; }

    public IReadOnlyList<CostPart> Parts { get; init; } = [];

    /// <summary>What corrected the cost since, in order; the last one says what the request costs.</summary>
    public IReadOnlyList<CostCorrection> Corrections { get; init; } = [];

    /// <summary>What corrected the cost of its attempts that came to nothing, by attempt and in order.</summary>
    public IReadOnlyList<CostCorrection> AttemptCorrections { get; init; } = [];

    /// <summary>What a reader should know, such as that another price is in force by now.</summary>
    public string? Note { get; init; }
}
