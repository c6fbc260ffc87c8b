using System.Globalization;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;

namespace Godwit.Host.Cli;

/// <summary>A report of requests as a table; columns that nothing was measured for are not in it.</summary>
internal static class RequestsTable
{
    private static readonly string[] Basic =
        ["requests#", "rerouted#", "refused#", "input tokens#", "output tokens#", "cost#", "without cost#"];

    private static readonly string[] Times = ["mean#", "p50#", "p95#", "first byte p50#", "first byte p95#"];

    public static ResultTable Of(RequestsReport report)
    {
        var (kinds, times) = (report.Total.Tokens?.Keys.ToList() ?? [], report.Total.Duration is not null);
        return new ResultTable(
            null,
            [
                .. report.By, .. Basic, .. kinds.Select(kind => kind.Replace('_', ' ') + "#"), .. times ? Times : [],
            ],
            [
                .. report.Rows.Select(row => Cells(row, report.By.Select(name => row.Group[name]), kinds, times)),
                .. report.By.Count == 0 || report.Rows.Count < 2 ? [] : (IReadOnlyList<string?>[])
                    [Cells(report.Total, report.By.Select((_, i) => i == 0 ? "all" : ""), kinds, times)],
            ])
        {
            Notes = [$"{Instant.Format(report.Since)} to {Instant.Format(report.Until)}, {SourceOf(report.Source)}."],
        };
    }

    public static string Money(IReadOnlyList<UsageCost> amounts) =>
        string.Join(" + ", amounts.Select(a => $"{Amount(a.Amount)} {a.Currency}"));

    public static string Amount(decimal amount) => amount.ToString("0.######", CultureInfo.InvariantCulture);

    private static IReadOnlyList<string?> Cells(
        RequestsReportRow row, IEnumerable<string?> group, IReadOnlyList<string> kinds, bool times) =>
    [
        .. group, Number(row.Requests), Number(row.Rerouted), Number(row.Refused), Number(row.InputTokens),
        Number(row.OutputTokens), Money(row.Cost), Number(row.WithoutCost),
        .. kinds.Select(kind => Number(row.Tokens!.GetValueOrDefault(kind))),
        .. times
            ? new[]
            {
                Time(row.Duration?.Mean), Time(row.Duration?.P50), Time(row.Duration?.P95), Time(row.FirstByte?.P50),
                Time(row.FirstByte?.P95),
            }
            : [],
    ];

    private static string SourceOf(ReportSource source) => source switch
    {
        ReportSource.Hours => "from hourly sums",
        ReportSource.HoursAndRecords => "from hourly sums and the records of cut hours",
        _ => "from every record",
    };

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string? Time(decimal? milliseconds) =>
        milliseconds is { } ms ? ms.ToString("N1", CultureInfo.InvariantCulture) + " ms" : null;
}
