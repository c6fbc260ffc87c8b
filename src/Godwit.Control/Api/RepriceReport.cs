namespace Godwit.Control.Api;

/// <summary>
/// Asks to correct what stored requests and their failed attempts cost, by the prices in force now for their instants.
/// </summary>
public sealed record RepriceRequest
{
    /// <summary>First instant of the period.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the period, exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Only requests that this Provider answered, and attempts that it was sent.</summary>
    public string? Provider { get; init; }

    /// <summary>Only answers of and attempts at models of this name; * stands for any characters.</summary>
    public string? Model { get; init; }

    /// <summary>Only requests of this Organization.</summary>
    public string? Organization { get; init; }

    /// <summary>Tells what would be corrected, and writes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Why, for the entries; a line of text.</summary>
    public string? Reason { get; init; }

    /// <summary>Goes on behind this request: <c>next</c> of the answer before.</summary>
    public Guid? After { get; init; }
}

/// <summary>What was corrected, of a part of the period.</summary>
public sealed record RepriceReport
{
    /// <summary>Requests that a provider answered.</summary>
    public required long Examined { get; init; }

    public required long Corrected { get; init; }

    /// <summary>Attempts that came to nothing whose cost was corrected.</summary>
    public long CorrectedAttempts { get; init; }

    /// <summary>
    /// Requests with known usage for which no cost can be computed now; they keep the cost they have, if any.
    /// </summary>
    public required long WithoutPrice { get; init; }

    /// <summary>What was corrected, by day and model.</summary>
    public required IReadOnlyList<RepriceRow> Rows { get; init; }

    /// <summary>Where the next call goes on; null at the end of the period.</summary>
    public Guid? Next { get; init; }
}

/// <summary>Corrected requests and attempts of one day that agree in model and currencies.</summary>
public sealed record RepriceRow
{
    /// <summary>UTC.</summary>
    public required DateOnly Day { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    public required long Requests { get; init; }

    /// <summary>Corrected attempts that came to nothing; the amounts are of both.</summary>
    public long Attempts { get; init; }

    /// <summary>Null where no cost was known.</summary>
    public string? OldCurrency { get; init; }

    public decimal? OldAmount { get; init; }

    public required string NewCurrency { get; init; }

    public required decimal NewAmount { get; init; }
}
