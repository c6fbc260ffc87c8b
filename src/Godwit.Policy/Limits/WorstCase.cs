using Godwit.Policy.Pricing;

namespace Godwit.Policy.Limits;

/// <summary>What a request costs at worst, before anything of its usage is known.</summary>
public static class WorstCase
{
    private const decimal Millionth = 0.000001m;

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
            most = Math.Max(most, (inputTokens * tier.DearestInput) + (outputTokens * tier.DearestOutput));
        }

        return (most * Millionth * price.FactorAt(utcTicks) * (batch ? price.BatchFactor!.Value : 1m))
            + (calls > 0 ? calls * price.PerServerToolCall!.Value : 0);
    }
}
