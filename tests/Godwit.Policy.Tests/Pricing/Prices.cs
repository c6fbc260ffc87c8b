using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;

namespace Godwit.Policy.Tests.Pricing;

/// <summary>Prices and usage for the tests of cost.</summary>
internal static class Prices
{
    public static CatalogPrice List { get; } = new()
    {
        ValidFrom = new(2026, 1, 1), Currency = "USD", InputPerMillion = 2m, CacheReadInputPerMillion = 0.2m,
        CacheWriteInputPerMillion = 2.5m, CacheWriteHourInputPerMillion = 4m, AudioInputPerMillion = 6m,
        OutputPerMillion = 8m, ReasoningOutputPerMillion = 9m, AudioOutputPerMillion = 30m, PerServerToolCall = 0.01m,
        BatchPercent = 50m, Source = "test", AsOf = new(2026, 1, 1),
    };

    public static CatalogServerToolPrice Tool(string tool, decimal? perCall = null, decimal? perRequest = null) => new()
    {
        Tool = tool, PerCall = perCall, PerRequest = perRequest, Source = "test", AsOf = new(2026, 1, 1),
    };

    /// <summary>Counts such as <c>web_search 2, web_fetch 1</c>, with their total.</summary>
    public static TokenUsage Calls(params (string Tool, long Calls)[] calls)
    {
        var tools = calls.Aggregate(
            (ServerToolCounts?)null, (sum, one) => ServerToolCounts.Add(sum, one.Tool, one.Calls));
        return new TokenUsage(0, 0, 0, 0) { ServerToolCalls = tools?.Total, ServerTools = tools };
    }

    public static PriceRules Rules(IPriceTerms terms) => PriceRules.Compile(terms, "catalog/alpha", "test");

    public static long Ticks(string instant) =>
        DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).UtcTicks;

    public static Cost? CostOf(IPriceTerms terms, TokenUsage usage, string at = "2026-03-01T00:00:00Z",
        bool batch = false) =>
        PricePolicy.Of(Rules(terms), new CostQuestion(usage, Ticks(at), batch));

    public static decimal? Amount(IPriceTerms terms, TokenUsage usage, string at = "2026-03-01T00:00:00Z") =>
        CostOf(terms, usage, at)?.Amount;
}
