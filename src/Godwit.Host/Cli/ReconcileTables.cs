using System.Globalization;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Control.Reconciliation.Exports;
using Godwit.Host.Cli.Output;

namespace Godwit.Host.Cli;

/// <summary>
/// A comparison with a provider's figures as tables: the period by model, what differs, and what may be why.
/// </summary>
internal static class ReconcileTables
{
    private static readonly string[] Figures = ["ours#", "theirs#", "difference#", "percent#"];

    public static IReadOnlyList<ResultTable> Of(ReconcileReport report, ExportMapping mapping, ExportSummary export)
    {
        var differing = report.Rows.Where(row => row.Status != ReconcileStatus.Matches).ToList();
        return
        [
            new ResultTable(
                $"{report.Provider} from {report.From:yyyy-MM-dd} to before {report.To:yyyy-MM-dd} ({report.TimeZone})",
                ["model", "status", "figure", .. Figures],
                [.. report.Totals.SelectMany(row => row.Measures.Select(m => Cells(m, row.Model, Name(row.Status))))])
            {
                Notes = [.. Notes(report, mapping, export)],
            },
            .. differing.Count == 0 ? [] : new[]
            {
                new ResultTable(
                    "Days that differ",
                    ["day", "model", "status", "figure", .. Figures],
                    [
                        .. differing.SelectMany(row => row.Measures.Where(m => !m.Matches)
                            .Select(m => Cells(m, Day(row), row.Model, Name(row.Status)))),
                    ]),
                new ResultTable(
                    "What may be why",
                    ["day", "model", "reason", "requests#", "input tokens#", "output tokens#", "such as"],
                    [.. differing.SelectMany(row => row.Explanations.Select(e => Cells(row, e)))]),
            },
        ];
    }

    private static IEnumerable<string> Notes(ReconcileReport report, ExportMapping mapping, ExportSummary export)
    {
        var matches = report.Rows.Count(r => r.Status == ReconcileStatus.Matches);
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{matches:N0} of {report.Rows.Count:N0} days of models match within {report.TolerancePercent} %; "
                + $"{export.LeftOut:N0} of {export.Lines:N0} lines of the export are of something else");
        if (!mapping.Verified)
            yield return $"The mapping '{mapping.Name}' was made from {mapping.Source} ({mapping.AsOf:yyyy-MM-dd}) and "
                + "not checked with a real export: look whether its columns are the right ones.";
        foreach (var note in report.Notes)
            yield return note;
    }

    private static string?[] Cells(ReconcileMeasure measure, params string?[] first) =>
    [
        .. first, Name(measure.Of), Number(measure.Ours, measure), Number(measure.Theirs, measure),
        Number(measure.Difference, measure),
        measure.Theirs == 0 ? null : (measure.Difference / Math.Abs(measure.Theirs))
            .ToString("+0.## %;-0.## %;0 %", CultureInfo.InvariantCulture),
    ];

    private static string?[] Cells(ReconcileRow row, ReconcileExplanation one) =>
    [
        Day(row), row.Model, Name(one.Reason), one.Requests.ToString("N0", CultureInfo.InvariantCulture),
        one.InputTokens.ToString("N0", CultureInfo.InvariantCulture),
        one.OutputTokens.ToString("N0", CultureInfo.InvariantCulture), string.Join(", ", one.Ids),
    ];

    private static string? Day(ReconcileRow row) => row.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(decimal value, ReconcileMeasure measure) =>
        measure.Of == UsageMeasure.Cost ? $"{PriceDifference.Text(decimal.Round(value, 6))} {measure.Currency}"
            : value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()).Replace('_', ' ');
}
