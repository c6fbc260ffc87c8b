using Godwit.Policy.Pricing;

namespace Godwit.Policy.Limits;

/// <summary>What a request costs at worst, before anything of its usage is known.</summary>
public static class WorstCase
{
    private const decimal Million = 1_000_000m;

    /// <summary>
    /// The most that a request costs whose input, output and calls of tools that the provider runs are bounded; null
    /// where no price is known of one of them.
    /// </summary>
    /// <param name="price">The price of the request's instant.</param>
    /// <param name="inputTokens">At most so much input.</param>
    /// <param name="outputTokens">At most so much output.</param>
    /// <param name="utcTicks">The request's instant.</param>
    /// <param name="batch">The request is billed as a batch request.</param>
    /// <param name="calls">At most so many calls of tools that the provider runs.</param>
    public static decimal? Of(
        PriceRules? price, long inputTokens, long outputTokens, long utcTicks, bool batch, long calls = 0)
    {
        if (price is null || (batch && price.BatchFactor is null) || (calls > 0 && price.PerServerToolCall is null))
            return null;
        var most = 0m;
        foreach (var tier in price.Tiers)
        {
            if (tier.AboveInputTokens >= inputTokens && tier.AboveInputTokens > 0)
                break;
            var input = Dearest(
                tier.Input, tier.CacheRead, tier.CacheWrite, tier.CacheWriteHour, tier.AudioInput);
            var output = Dearest(tier.Output ?? 0, tier.Reasoning, tier.AudioOutput, null, null);
            most = Math.Max(most, (inputTokens * input) + (outputTokens * output));
        }

        return (most / Million * price.FactorAt(utcTicks) * (batch ? price.BatchFactor!.Value : 1m))
            + (calls > 0 ? calls * price.PerServerToolCall!.Value : 0);
    }

    private static decimal Dearest(decimal first, decimal? a, decimal? b, decimal? c, decimal? d) =>
        Math.Max(Math.Max(Math.Max(first, a ?? 0), b ?? 0), Math.Max(c ?? 0, d ?? 0));
}
