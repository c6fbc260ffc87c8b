namespace Godwit.Control.Api;

/// <summary>
/// An entry that corrects what a request cost, or one of its attempts that came to nothing; its record stays as it was.
/// </summary>
public sealed record CostCorrection
{
    public required Guid Request { get; init; }

    /// <summary>
    /// Place of the attempt whose cost it corrects, from 1, in the record's; null: it corrects what the request cost.
    /// </summary>
    public int? Attempt { get; init; }

    /// <summary>Counts the entries of the request, or of the attempt, from 1.</summary>
    public required long Number { get; init; }

    public required DateTimeOffset CorrectedAt { get; init; }

    /// <summary>Who had prices corrected.</summary>
    public required string CorrectedBy { get; init; }

    public required string Reason { get; init; }

    /// <summary>What it had cost until then; null when no cost was known.</summary>
    public decimal? OldAmount { get; init; }

    public string? OldCurrency { get; init; }

    public string? OldPriceVersion { get; init; }

    /// <summary>What it costs, not rounded.</summary>
    public required decimal NewAmount { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string NewCurrency { get; init; }

    public required string NewPriceVersion { get; init; }
}
