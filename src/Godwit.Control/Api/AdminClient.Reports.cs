namespace Godwit.Control.Api;

/// <summary>The admin API as methods: reports and exports.</summary>
public sealed partial class AdminClient
{
    /// <summary>Requests, tokens, cost and times by anything that records hold.</summary>
    /// <param name="by">Dimensions, such as <c>organization</c> or <c>day</c>.</param>
    /// <param name="filters">
    /// <c>since</c>, <c>until</c>, <c>time_zone</c>, <c>measures</c>, and any dimension that is no span of time.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    public Task<RequestsReport> ReportAsync(
        IEnumerable<string> by, IReadOnlyDictionary<string, string?>? filters = null,
        CancellationToken cancellation = default) =>
        GetAsync(
            Uri("reports/requests", [("by", string.Join(',', by)), .. Pairs(filters)]), Json.RequestsReport,
            cancellation);

    /// <summary>What failed attempts cost, and answers of another target than the route's first one.</summary>
    public Task<FallbackReport> FallbackReportAsync(
        IReadOnlyDictionary<string, string?>? filters = null, CancellationToken cancellation = default) =>
        GetAsync(Uri("reports/fallbacks", Pairs(filters)), Json.FallbackReport, cancellation);

    /// <summary>What providers' caches saved.</summary>
    public Task<CacheReport> CacheReportAsync(
        IReadOnlyDictionary<string, string?>? filters = null, CancellationToken cancellation = default) =>
        GetAsync(Uri("reports/caches", Pairs(filters)), Json.CacheReport, cancellation);

    /// <summary>Grants of which something expired unused, or will.</summary>
    public Task<UnusedGrantsReport> UnusedGrantsAsync(
        string? provider = null, CancellationToken cancellation = default) =>
        GetAsync(Uri("reports/grants", ("provider", provider)), Json.UnusedGrantsReport, cancellation);

    /// <summary>Writes requests, or their cost in FOCUS's columns, as they arrive.</summary>
    /// <param name="filters">
    /// <c>format</c>, <c>focus</c>, <c>granularity</c>, <c>since</c>, <c>until</c>, and any dimension.
    /// </param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task ExportUsageAsync(
        IReadOnlyDictionary<string, string?> filters, Stream output, CancellationToken cancellation = default)
    {
        using var response = await SendAsync(
            HttpMethod.Get, Uri("usage/export", Pairs(filters)), null, cancellation,
            HttpCompletionOption.ResponseHeadersRead);
        await response.Content.CopyToAsync(output, cancellation);
    }
}
