using Godwit.Control.Api;
using Godwit.Control.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Godwit.Control.Reports;

/// <summary>The query parameters of every report: its period, and which requests are meant.</summary>
internal sealed record ReportQuery
{
    [FromQuery(Name = "since")]
    public string? Since { get; init; }

    [FromQuery(Name = "until")]
    public string? Until { get; init; }

    [FromQuery(Name = "organization")]
    public string? Organization { get; init; }

    [FromQuery(Name = "project")]
    public string? Project { get; init; }

    [FromQuery(Name = "key")]
    public string? Key { get; init; }

    [FromQuery(Name = "operation")]
    public string? Operation { get; init; }

    [FromQuery(Name = "request_model")]
    public string? RequestModel { get; init; }

    [FromQuery(Name = "provider")]
    public string? Provider { get; init; }

    [FromQuery(Name = "model")]
    public string? Model { get; init; }

    [FromQuery(Name = "response_model")]
    public string? ResponseModel { get; init; }

    [FromQuery(Name = "territory")]
    public string? Territory { get; init; }

    [FromQuery(Name = "subdivision")]
    public string? Subdivision { get; init; }

    [FromQuery(Name = "confidence")]
    public string? Confidence { get; init; }

    [FromQuery(Name = "network")]
    public string? Network { get; init; }

    [FromQuery(Name = "decision")]
    public string? Decision { get; init; }

    [FromQuery(Name = "reason")]
    public string? Reason { get; init; }

    [FromQuery(Name = "policy")]
    public string? Policy { get; init; }

    [FromQuery(Name = "ending")]
    public string? Ending { get; init; }

    [FromQuery(Name = "status")]
    public string? Status { get; init; }

    [FromQuery(Name = "error_code")]
    public string? ErrorCode { get; init; }

    [FromQuery(Name = "streamed")]
    public string? Streamed { get; init; }

    [FromQuery(Name = "end_user")]
    public string? EndUser { get; init; }

    [FromQuery(Name = "failure")]
    public string? Failure { get; init; }

    [FromQuery(Name = "grant")]
    public string? Grant { get; init; }

    [FromQuery(Name = "usage_estimated")]
    public string? UsageEstimated { get; init; }

    [FromQuery(Name = "currency")]
    public string? Currency { get; init; }

    [FromQuery(Name = "price_version")]
    public string? PriceVersion { get; init; }

    /// <summary>What the requests must have, by dimension.</summary>
    public IReadOnlyList<(RecordDimension Dimension, string Value)> Conditions() =>
    [
        .. new (string Name, string? Value)[]
        {
            ("organization", Organization), ("project", Project), ("key", Key), ("operation", Operation),
            ("request_model", RequestModel), ("provider", Provider), ("model", Model),
            ("response_model", ResponseModel), ("territory", Territory?.ToUpperInvariant()),
            ("subdivision", Subdivision?.ToUpperInvariant()), ("confidence", Confidence), ("network", Network),
            ("decision", Decision), ("reason", Reason), ("policy", Policy), ("ending", Ending), ("status", Status),
            ("error_code", ErrorCode), ("streamed", Streamed), ("end_user", EndUser), ("failure", Failure),
            ("grant", Grant), ("usage_estimated", UsageEstimated), ("currency", Currency?.ToUpperInvariant()),
            ("price_version", PriceVersion),
        }
        .Where(c => !string.IsNullOrEmpty(c.Value))
        .Select(c => (RecordDimensions.Find(c.Name)!, c.Value!)),
    ];

    /// <summary>The scope; null where the period cannot be read, which <paramref name="query"/> then says.</summary>
    public ReportScope ToScope(QueryText query, DateTimeOffset now)
    {
        var until = query.Instant("until", Until);
        var since = query.Instant("since", Since) ?? Instants.HourOf((until ?? now) - ReportScope.UsualPeriod);
        return new ReportScope(since, until ?? now, Conditions()) { Open = until is null || until >= now };
    }
}
