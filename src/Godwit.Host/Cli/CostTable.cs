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
                JsonNamingPolicy.SnakeCaseLower.ConvertName(part.Kind.ToString()).Replace('_', ' '),
                part.Count.ToString("N0", CultureInfo.InvariantCulture), PriceDifference.Text(part.Price),
                part.Kind == CostKind.ServerToolCalls ? "call" : "million tokens", PriceDifference.Text(part.Factor),
                $"{PriceDifference.Text(part.Amount)} {cost.Currency}",
            ]),
        ])
    {
        Notes = [.. new[] { cost.Source is { } source ? $"The price was read from {source}." : null, cost.Note }
            .OfType<string>()],
    };
}
