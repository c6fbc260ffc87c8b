using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Api;

/// <summary>Requests, tokens, cost and times, by anything that records hold.</summary>
public sealed record RequestsReport
{
    /// <summary>What the rows are told apart by.</summary>
    public required IReadOnlyList<string> By { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>IANA name of the time zone of hours, days and months.</summary>
    public required string TimeZone { get; init; }

    /// <summary>What it was computed from.</summary>
    public required ReportSource Source { get; init; }

    public required IReadOnlyList<RequestsReportRow> Rows { get; init; }

    /// <summary>Over all of the rows.</summary>
    public required RequestsReportRow Total { get; init; }
}

/// <summary>What a report was computed from.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ReportSource>))]
public enum ReportSource
{
    /// <summary>Hourly sums alone.</summary>
    Hours,

    /// <summary>Hourly sums, and the records of the hours that the period cuts.</summary>
    HoursAndRecords,

    /// <summary>Every record of the period.</summary>
    Records,
}

/// <summary>Sums over the requests that share the values of the group.</summary>
public sealed record RequestsReportRow
{
    /// <summary>Value by dimension; null where the request had none.</summary>
    public IReadOnlyDictionary<string, string?> Group { get; init; } = new Dictionary<string, string?>();

    public long Requests { get; init; }

    /// <summary>Requests for which nobody on the route might serve the caller.</summary>
    public long Refused { get; init; }

    public long Rerouted { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>Cost, one amount a currency; amounts in different currencies are never added.</summary>
    public IReadOnlyList<UsageCost> Cost { get; init; } = [];

    /// <summary>Requests without a cost: refused, failed, or of which a price or a count is not known.</summary>
    public long WithoutCost { get; init; }

    /// <summary>
    /// Parts of the tokens by kind, and calls of tools, together and by tool; null unless they were asked for.
    /// </summary>
    public IReadOnlyDictionary<string, long>? Tokens { get; init; }

    /// <summary>
    /// Requests without a cost of which the provider counted something; null unless tokens were asked for.
    /// </summary>
    public long? UsedWithoutCost { get; init; }

    /// <summary>Whole time of the requests; null unless times were asked for.</summary>
    public ReportTimes? Duration { get; init; }

    /// <summary>
    /// From the start of a request to the first byte of the answer, of a stream to its first event; null unless times
    /// were asked for, or where no answer came.
    /// </summary>
    public ReportTimes? FirstByte { get; init; }
}

/// <summary>Times in milliseconds. Percentiles are of the times themselves, not of averages.</summary>
/// <param name="Count">How many they are.</param>
/// <param name="Mean">The arithmetic mean.</param>
/// <param name="P50">Half of them took no longer.</param>
/// <param name="P95">Of twenty, nineteen took no longer.</param>
public sealed record ReportTimes(long Count, decimal Mean, decimal P50, decimal P95);
