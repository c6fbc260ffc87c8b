using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Api;

/// <summary>Asks to compare what a provider says was used with the records of its requests.</summary>
public sealed record ReconcileRequest
{
    /// <summary>The Provider whose export it is.</summary>
    public required string Provider { get; init; }

    /// <summary>First day of the period.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Day after the last one.</summary>
    public required DateOnly To { get; init; }

    /// <summary>
    /// Whose days they are: <c>UTC</c>, an offset such as <c>+08:00</c>, or an IANA name. Absent: UTC.
    /// </summary>
    public string? TimeZone { get; init; }

    /// <summary>By how many percent of the greater one two figures may differ and still match. Absent: 1.</summary>
    public decimal? TolerancePercent { get; init; }

    /// <summary>How many requests each explanation names at most. Absent: 10.</summary>
    public int? Ids { get; init; }

    /// <summary>What the provider says; a day and model it says nothing about was not used, by it.</summary>
    public required IReadOnlyList<ExportedUse> Rows { get; init; }
}

/// <summary>What a provider says was used of a model on a day; a figure that is null is not compared.</summary>
public sealed record ExportedUse
{
    public required DateOnly Day { get; init; }

    /// <summary>The model, as the provider calls it.</summary>
    public required string Model { get; init; }

    /// <summary>What its API calls it, where that is something else.</summary>
    public string? Name { get; init; }

    public long? Requests { get; init; }

    /// <summary>Those read from a cache included.</summary>
    public long? InputTokens { get; init; }

    public long? CachedInputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public decimal? Cost { get; init; }

    /// <summary>ISO 4217 currency of the cost.</summary>
    public string? Currency { get; init; }
}

/// <summary>What is compared.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<UsageMeasure>))]
public enum UsageMeasure
{
    Requests,
    InputTokens,
    CachedInputTokens,
    OutputTokens,
    Cost,
}
