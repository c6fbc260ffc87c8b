using System.Text.Json;
using Godwit.Policy.Pricing;

namespace Godwit.Control.Exports.Focus;

/// <summary>One charge: what a project used of one kind of a model within an hour or a day.</summary>
/// <param name="Key">What it is of.</param>
/// <param name="PeriodEnd">End of its hour or day, excluded.</param>
/// <param name="Count">Tokens or calls; requests where the kinds are not known.</param>
/// <param name="Amount">What they cost by their price, whoever pays.</param>
/// <param name="Requests">Requests that used some.</param>
internal sealed record FocusRow(FocusKey Key, DateTimeOffset PeriodEnd, long Count, decimal Amount, long Requests)
{
    private const decimal Million = 1_000_000m;

    private static readonly string[] Kinds =
        [.. Enum.GetNames<CostKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    /// <summary>What is paid in money: nothing of what a grant paid for.</summary>
    public decimal Billed => Key.Grant is null ? Amount : 0;

    public DateTimeOffset MonthStart => new(Key.PeriodStart.Year, Key.PeriodStart.Month, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset MonthEnd => MonthStart.AddMonths(1);

    /// <summary>What is measured, such as <c>cache_read_input</c> or <c>web_search_calls</c>.</summary>
    public string Meter => Key switch
    {
        { Kind: CostKind.ServerToolRequests } => $"{Key.Tool}_requests",
        { Kind: CostKind.ServerToolCalls, Tool: { } tool } => $"{tool}_calls",
        { Kind: { } kind } => Kinds[(int)kind],
        _ => "request",
    };

    public string Resource => $"{Key.Provider}/{Key.Model}";

    public string Sku => $"{Resource}/{Meter}";

    public string SkuPrice => Key.Variant.Length == 0 ? Sku : $"{Sku}/{Key.Variant}";

    public string ConsumedUnit =>
        IsTokens ? "Tokens" : Key.Kind is null or CostKind.ServerToolRequests ? "Requests" : "Calls";

    public string PricingUnit => IsTokens ? "1000000 Tokens" : ConsumedUnit;

    public decimal PricingQuantity => IsTokens ? Count / Million : Count;

    /// <summary>The public price; null where it was one of the operator's own, or is not known.</summary>
    public decimal? ListUnitPrice =>
        Key.PriceVersion?.StartsWith("catalog/", StringComparison.Ordinal) == true ? Key.UnitPrice : null;

    public string Description => Key.Kind is null
        ? $"Requests to {Key.Model} at {Key.Provider} whose parts are not known any more"
        : $"{Meter.Replace('_', ' ')} of {Key.Model} at {Key.Provider}";

    /// <summary>Organization and project, as the path by which one project is told from another one's.</summary>
    public string? SubAccount => Key.Organization is null ? Key.Project : $"{Key.Organization}/{Key.Project}";

    private bool IsTokens => Key.Kind is not (null or CostKind.ServerToolCalls or CostKind.ServerToolRequests);
}
