using System.ComponentModel;
using Godwit.Policy.Pricing;

namespace Godwit.Policy.Catalog;

/// <summary>
/// A list price per million tokens, from a day on, until a later one of the same currency and regions replaces it.
/// </summary>
public sealed record CatalogPrice : CatalogFact, IPriceTerms
{
    public required DateOnly ValidFrom { get; init; }

    [Description("ISO 4217.")]
    public required string Currency { get; init; }

    [Description("Names of the entry's regions it is the price of. Absent: of all that have none of their own.")]
    public IReadOnlyList<string>? Regions { get; init; }

    public required decimal InputPerMillion { get; init; }

    [Description("Input read from a cache. Absent: has no known price.")]
    public decimal? CacheReadInputPerMillion { get; init; }

    [Description("Input written to a cache for the provider's usual time.")]
    public decimal? CacheWriteInputPerMillion { get; init; }

    [Description("Input written to a cache for an hour.")]
    public decimal? CacheWriteHourInputPerMillion { get; init; }

    [Description("Input that is sound.")]
    public decimal? AudioInputPerMillion { get; init; }

    public decimal? OutputPerMillion { get; init; }

    [Description("Reasoning, where it does not cost what other output costs.")]
    public decimal? ReasoningOutputPerMillion { get; init; }

    [Description("Output that is sound.")]
    public decimal? AudioOutputPerMillion { get; init; }

    [Description("One call of any tool that the provider runs itself and that server_tools does not name.")]
    public decimal? PerServerToolCall { get; init; }

    [Description("Tools that the provider runs itself, such as a web search, each at its own price.")]
    public IReadOnlyList<CatalogServerToolPrice>? ServerTools { get; init; }

    [Description("Percent of the token prices that batch requests cost.")]
    public decimal? BatchPercent { get; init; }

    [Description("Prices of longer inputs: the whole request costs what the highest tier it reaches says.")]
    public IReadOnlyList<PriceTierConfig>? Tiers { get; init; }

    [Description("Hours, in UTC, at which tokens cost more or less.")]
    public IReadOnlyList<PriceHoursConfig>? Hours { get; init; }

    IReadOnlyList<IServerToolPrice>? IPriceTerms.ServerTools => ServerTools;
}
