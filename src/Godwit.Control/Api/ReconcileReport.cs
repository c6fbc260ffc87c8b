using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Api;

/// <summary>A provider's figures beside ours.</summary>
public sealed record ReconcileReport
{
    public required string Provider { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>Exclusive.</summary>
    public required DateOnly To { get; init; }

    public required string TimeZone { get; init; }

    public required decimal TolerancePercent { get; init; }

    /// <summary>Every day of every model matches.</summary>
    public required bool WithinTolerance { get; init; }

    /// <summary>In order of day and model.</summary>
    public required IReadOnlyList<ReconcileRow> Rows { get; init; }

    /// <summary>The whole period by model: what lies on the wrong side of a midnight is not seen here.</summary>
    public required IReadOnlyList<ReconcileRow> Totals { get; init; }

    /// <summary>What could not be compared, and what was not looked for.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A model's figures of a day, or of the period.</summary>
public sealed record ReconcileRow
{
    /// <summary>Null for the whole period.</summary>
    public DateOnly? Day { get; init; }

    public required string Model { get; init; }

    public required ReconcileStatus Status { get; init; }

    public required IReadOnlyList<ReconcileMeasure> Measures { get; init; }

    /// <summary>What may be why; only where figures differ.</summary>
    public IReadOnlyList<ReconcileExplanation> Explanations { get; init; } = [];
}

/// <summary>One figure of both sides.</summary>
/// <param name="Of">Which one.</param>
/// <param name="Ours">By the records.</param>
/// <param name="Theirs">By the provider's export.</param>
/// <param name="Difference">Ours less theirs.</param>
/// <param name="Currency">Of costs: the currency both are in.</param>
/// <param name="Matches">They differ by no more than is tolerated.</param>
public sealed record ReconcileMeasure(
    UsageMeasure Of, decimal Ours, decimal Theirs, decimal Difference, string? Currency, bool Matches);

/// <summary>Requests that may be why figures differ.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Requests">How many there are.</param>
/// <param name="InputTokens">What is recorded of them.</param>
/// <param name="OutputTokens">What is recorded of them.</param>
/// <param name="Ids">Some of them, the oldest first.</param>
public sealed record ReconcileExplanation(
    ReconcileReason Reason, long Requests, long InputTokens, long OutputTokens, IReadOnlyList<Guid> Ids);

/// <summary>How figures of a day and model compare.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ReconcileStatus>))]
public enum ReconcileStatus
{
    Matches,
    Differs,

    /// <summary>The provider says nothing of it.</summary>
    OnlyOurs,

    /// <summary>There are no records of it.</summary>
    OnlyTheirs,
}

/// <summary>Why a request may be counted otherwise by its provider.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ReconcileReason>))]
public enum ReconcileReason
{
    /// <summary>The provider answered, and gave no count of what was used.</summary>
    UsageUnknown,

    /// <summary>The provider told no usage, or a part of it; Godwit estimated the rest.</summary>
    UsageEstimated,

    /// <summary>Tokens are known, and no price for them.</summary>
    PriceUnknown,

    /// <summary>The client went away before the end: the provider may have counted more than it told.</summary>
    ClientGone,

    /// <summary>The answer broke off, or was cut by a policy.</summary>
    Cut,

    /// <summary>It began within ten minutes of midnight: the provider may count it on the other day.</summary>
    NearMidnight,

    /// <summary>Its cost was corrected since.</summary>
    Repriced,

    /// <summary>The provider was asked in vain, and another one, or none, answered: it may charge for that.</summary>
    AskedInVain,
}
