using Godwit.Control.Reports;
using Godwit.Policy.Contracts;
using Column = Godwit.Control.Exports.Column<Godwit.Policy.Contracts.RequestRecord>;

namespace Godwit.Control.Exports;

/// <summary>
/// One row a request, as docs/reports.md lists the columns. No content, which records do not have, and no address.
/// </summary>
internal static class RecordTable
{
    public static ExportTable<RequestRecord> Table { get; } = new(
    [
        Column.Text("id", r => r.Id.ToString()),
        Column.Instant("started_at", r => r.StartedAt),
        Column.Number("duration_us", r => r.DurationUs),
        Column.Number("first_byte_us", FirstByteUs),
        Column.Text("organization", r => r.Organization),
        Column.Text("project", r => r.Project),
        Column.Text("key", r => r.ApiKey),
        Dimension("operation"),
        Column.Text("request_model", r => r.RequestModel),
        Column.Text("provider", r => r.Provider),
        Column.Text("model", r => r.Model),
        Column.Text("response_model", r => r.ResponseModel),
        Column.Text("territory", r => r.Territory),
        Dimension("decision"),
        Column.Text("reason", r => r.Reason),
        Column.Text("policy", r => r.Policy),
        Dimension("ending"),
        Column.Number("status", r => r.Status),
        Column.Text("error_code", r => r.ErrorCode),
        Column.Flag("streamed", r => r.Streamed),
        Dimension("end_user"),
        Column.Number("attempts", r => r.Attempts.Count),
        Column.Number("failed_attempts", r => r.Attempts.Count(a => a.Failure is not null)),
        Dimension("failure"),
        Column.Number("input_tokens", r => r.Usage.InputTokens),
        Column.Number("output_tokens", r => r.Usage.OutputTokens),
        .. TokenKinds.All.Select(kind => Column.Number(ColumnOf(kind.Name), r => kind.Of(r.Usage))),
        Column.Flag("usage_estimated", r => r.UsageEstimated),
        Column.Amount("cost", r => r.Cost),
        Column.Text("currency", r => r.Currency),
        Column.Text("price_version", r => r.PriceVersion),
        Dimension("grant"),
        Column.Text("server_tools", r => r.Usage.ServerTools?.ToString()),
    ]);

    private static ExportColumn<RequestRecord> Dimension(string name) =>
        Column.Text(name, RecordDimensions.Find(name)!.OfRecord);

    // Calls of tools are no tokens.
    private static string ColumnOf(string kind) =>
        kind.EndsWith("_calls", StringComparison.Ordinal) ? kind : kind + "_tokens";

    private static long? FirstByteUs(RequestRecord record) =>
        record.Attempts is [.., { FirstByteUs: { } first } last] ? last.StartedAfterUs + first : null;
}
