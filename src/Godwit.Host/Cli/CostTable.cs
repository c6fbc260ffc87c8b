using System.Globalization;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;
using Godwit.Policy.Pricing;

namespace Godwit.Host.Cli;

/// <summary>The parts of a request's cost as a table.</summary>
internal static class CostTable
{
    public static ResultTable Of(CostExplanation cost) => new(
        cost.Version is null ? "Cost" : $"Cost by {cost.Version}",
        ["of", "count#", "price#", "per", "factor#", "amount#"],
        [
            .. cost.Parts.Select(part => (IReadOnlyList<string?>)
            [
                (part.Tool ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(part.Kind.ToString())).Replace('_', ' '),
                part.Count.ToString("N0", CultureInfo.InvariantCulture), PriceDifference.Text(part.Price),
                UnitOf(part.Kind), PriceDifference.Text(part.Factor),
                $"{PriceDifference.Text(part.Amount)} {cost.Currency}",
            ]),
        ])
    {
        Notes = [.. new[] { cost.Source is { } source ? $"The price was read from {source}." : null, cost.Note }
            .OfType<string>()],
    };

    private static string UnitOf(CostKind kind) => kind switch
    {
        CostKind.ServerToolCalls => "call",
        CostKind.ServerToolRequests => "request",
        _ => "million tokens",
    };

    /// <summary>What corrected the cost since; no table where nothing did.</summary>
    public static IEnumerable<ResultTable> Corrections(CostExplanation cost) =>
        cost.Corrections.Count + cost.AttemptCorrections.Count == 0 ? [] :
    [
        new ResultTable(
            "Corrections of the cost",
            ["of", "when", "by", "before#", "price", "corrected to#", "price", "why"],
            [
                .. cost.Corrections.Concat(cost.AttemptCorrections).Select(one => (IReadOnlyList<string?>)
                [
                    one.Attempt is { } place
                        ? string.Create(CultureInfo.InvariantCulture, $"attempt {place}") : "the request",
                    Instant.Format(one.CorrectedAt), one.CorrectedBy,
                    one.OldAmount is null ? null : $"{PriceDifference.Text(one.OldAmount)} {one.OldCurrency}",
                    one.OldPriceVersion, $"{PriceDifference.Text(one.NewAmount)} {one.NewCurrency}",
                    one.NewPriceVersion, one.Reason,
                ]),
            ]),
    ];
}
