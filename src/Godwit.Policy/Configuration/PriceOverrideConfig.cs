using System.ComponentModel;
using Godwit.Policy.Pricing;

namespace Godwit.Policy.Configuration;

/// <summary>What models of a provider really cost here: wins over the catalog's list price.</summary>
public sealed record PriceOverrideConfig : IPriceTerms
{
    [Description("Name of the Provider resource whose models it is the price of.")]
    public required string Provider { get; init; }

    [Description("Name of the model, as in targets; * stands for any characters.")]
    public required string Model { get; init; }

    [Description("Only for requests of this Organization. Absent: for all.")]
    public string? Organization { get; init; }

    [Description("Day it begins, at 00:00 UTC; until a later one for the same model.")]
    public required DateOnly ValidFrom { get; init; }

    [Description("ISO 4217.")]
    public required string Currency { get; init; }

    [Description("For a million input tokens that have no price of their own below.")]
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
    public IReadOnlyList<ServerToolPriceConfig>? ServerTools { get; init; }

    [Description("Percent of the token prices that batch requests cost.")]
    public decimal? BatchPercent { get; init; }

    [Description("Prices of longer inputs: the whole request costs what the highest tier it reaches says.")]
    public IReadOnlyList<PriceTierConfig>? Tiers { get; init; }

    [Description("Hours, in UTC, at which tokens cost more or less.")]
    public IReadOnlyList<PriceHoursConfig>? Hours { get; init; }

    [Description("Where the price was read: a contract, a page, an invoice.")]
    public string? Source { get; init; }

    IReadOnlyList<IServerToolPrice>? IPriceTerms.ServerTools => ServerTools;
}
