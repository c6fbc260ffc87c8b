using System.ComponentModel;

namespace Godwit.Policy.Pricing;

/// <summary>What the whole request costs when its input is longer than so many tokens.</summary>
public sealed record PriceTierConfig : IPriceRates
{
    [Description("The tier holds for requests with more input tokens than this, cached ones included.")]
    public required long AboveInputTokens { get; init; }

    public required decimal InputPerMillion { get; init; }

    [Description("Input read from a cache. Absent: has no known price in this tier.")]
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
}
