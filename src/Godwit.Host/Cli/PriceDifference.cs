using System.Globalization;
using Godwit.Control.Api;
using Godwit.Policy.Configuration;
using Godwit.Policy.Pricing;
using Godwit.Policy.Pricing.Lists;

namespace Godwit.Host.Cli;

/// <summary>One figure in which a price list and the price in force differ.</summary>
/// <param name="Provider">The Provider resource.</param>
/// <param name="Model">The model there.</param>
/// <param name="Figure">Which figure, e.g. <c>output_per_million</c>.</param>
/// <param name="InForce">What is in force; null where nothing is.</param>
/// <param name="Listed">What the list says; null where it says nothing.</param>
internal sealed record PriceDifference(string Provider, string Model, string Figure, string? InForce, string? Listed)
{
    /// <summary>Every figure of a listed price that differs from the price in force.</summary>
    public static IEnumerable<PriceDifference> Between(PriceView here, ListedPrice listed)
    {
        var terms = listed.Terms;
        if (here.Currency is null)
        {
            yield return new(
                here.Provider, here.Model, "price",
                here.Currencies.Count == 0 ? null : "side by side: " + string.Join(", ", here.Currencies),
                $"{Text(terms.InputPerMillion)} / {Text(terms.OutputPerMillion) ?? "-"} {terms.Currency}");
            yield break;
        }

        if (here.Currency != terms.Currency)
        {
            // Figures in two currencies are not compared: no rate of exchange is assumed.
            yield return new(here.Provider, here.Model, "currency", here.Currency, terms.Currency);
            yield break;
        }

        foreach (var (figure, a, b) in Figures(here, terms).Where(f => f.InForce != f.Listed))
            yield return new(here.Provider, here.Model, figure, Text(a), Text(b));
    }

    private static IEnumerable<(string Figure, decimal? InForce, decimal? Listed)> Figures(
        PriceView here, PriceOverrideConfig listed)
    {
        foreach (var one in Rates("", here.Tiers[0], listed))
            yield return one;
        yield return ("per_server_tool_call", here.PerServerToolCall, listed.PerServerToolCall);
        foreach (var one in Tools(here, listed))
            yield return one;
        yield return ("batch_percent", here.BatchPercent, listed.BatchPercent);
        var (ours, theirs) = (here.Tiers.Skip(1).ToDictionary(t => t.AboveInputTokens),
            (listed.Tiers ?? []).ToDictionary(t => t.AboveInputTokens));
        foreach (var above in ours.Keys.Union(theirs.Keys).Order())
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"above {above}: ");
            foreach (var one in Rates(prefix, ours.GetValueOrDefault(above), theirs.GetValueOrDefault(above)))
                yield return one;
        }
    }

    private static IEnumerable<(string, decimal?, decimal?)> Tools(PriceView here, PriceOverrideConfig listed)
    {
        var (ours, theirs) = (here.ServerTools.ToDictionary(t => t.Tool),
            (listed.ServerTools ?? []).ToDictionary(t => t.Tool));
        foreach (var tool in ours.Keys.Union(theirs.Keys).Order(StringComparer.Ordinal))
        {
            var (a, b) = (ours.GetValueOrDefault(tool), theirs.GetValueOrDefault(tool));
            yield return ($"server_tools {tool}: per_call", a?.PerCall, b?.PerCall);
            yield return ($"server_tools {tool}: per_request", a?.PerRequest, b?.PerRequest);
        }
    }

    private static IEnumerable<(string, decimal?, decimal?)> Rates(
        string prefix, PriceTierConfig? a, IPriceRates? b) =>
    [
        (prefix + "input_per_million", a?.InputPerMillion, b?.InputPerMillion),
        (prefix + "cache_read_input_per_million", a?.CacheReadInputPerMillion, b?.CacheReadInputPerMillion),
        (prefix + "cache_write_input_per_million", a?.CacheWriteInputPerMillion, b?.CacheWriteInputPerMillion),
        (prefix + "cache_write_hour_input_per_million", a?.CacheWriteHourInputPerMillion,
            b?.CacheWriteHourInputPerMillion),
        (prefix + "audio_input_per_million", a?.AudioInputPerMillion, b?.AudioInputPerMillion),
        (prefix + "output_per_million", a?.OutputPerMillion, b?.OutputPerMillion),
        (prefix + "reasoning_output_per_million", a?.ReasoningOutputPerMillion, b?.ReasoningOutputPerMillion),
        (prefix + "audio_output_per_million", a?.AudioOutputPerMillion, b?.AudioOutputPerMillion),
    ];

    public static string? Text(decimal? amount) =>
        amount?.ToString("0.############################", CultureInfo.InvariantCulture);
}
