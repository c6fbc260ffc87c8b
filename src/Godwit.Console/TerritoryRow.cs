using Godwit.Control.Api;

namespace Godwit.Console;

/// <summary>
/// What was decided for the callers of one territory, which is an ISO 3166 code or <c>unknown</c>.
/// </summary>
public sealed record TerritoryRow(
    string Territory, long Requests, long Served, long Rerouted, long Refused, long Observed, long InputTokens,
    long OutputTokens)
{
    /// <summary>Gathers sums by territory and decision into a row a territory, most requests first.</summary>
    public static IReadOnlyList<TerritoryRow> Of(UsageReport report) =>
    [
        .. report.Rows.GroupBy(row => row.Group.GetValueOrDefault("territory") ?? "unknown")
            .Select(rows => Of(rows.Key, [.. rows]))
            .OrderByDescending(row => row.Requests).ThenBy(row => row.Territory, StringComparer.Ordinal),
    ];

    private static TerritoryRow Of(string territory, List<UsageRow> rows)
    {
        long Decided(string decision) =>
            rows.Where(row => row.Group.GetValueOrDefault("decision") == decision).Sum(row => row.Requests);
        return new TerritoryRow(
            territory, rows.Sum(row => row.Requests), Decided("served"), Decided("rerouted"), Decided("refused"),
            Decided("observed"), rows.Sum(row => row.InputTokens), rows.Sum(row => row.OutputTokens));
    }
}
