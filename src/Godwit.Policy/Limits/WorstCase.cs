using Godwit.Policy.Contracts;
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
    /// <param name="tools">Calls of tools that the provider runs, at most.</param>
    public static decimal? Of(
        PriceRules? price, long inputTokens, long outputTokens, long utcTicks, bool batch, in ToolBound tools = default)
    {
        if (price is null || (batch && price.BatchFactor is null) || tools.CostAt(price) is not { } called)
            return null;
        var most = 0m;
        foreach (var tier in price.Tiers)
        {
            if (tier.AboveInputTokens >= inputTokens && tier.AboveInputTokens > 0)
                break;
            most = Math.Max(most, (inputTokens * tier.DearestInput) + (outputTokens * tier.DearestOutput));
        }

        return (most * Millionth * price.FactorAt(utcTicks) * (batch ? price.BatchFactor!.Value : 1m))
            + called;
    }

    /// <summary>
    /// What was used costs at most, as far as prices tell: tokens at the dearest of their prices, and tools without a
    /// price at the dearest that a tool has. Null where tokens have none.
    /// </summary>
    /// <param name="price">The price of the request's instant.</param>
    /// <param name="usage">What the provider counted.</param>
    /// <param name="utcTicks">The request's instant.</param>
    /// <param name="batch">The request is billed as a batch request.</param>
    public static decimal? OfUsed(PriceRules price, in TokenUsage usage, long utcTicks, bool batch)
    {
        if (Of(price, usage.InputTokens ?? 0, usage.OutputTokens ?? 0, utcTicks, batch) is not { } cost)
            return null;
        var dearest = price.PerServerToolCall ?? 0;
        foreach (var tool in price.ServerTools)
            dearest = Math.Max(dearest, tool.Price);
        var rest = usage.ServerToolCalls ?? 0;
        foreach (var one in usage.ServerTools is { } tools ? tools.Counts : [])
        {
            rest -= one.Calls;
            cost += price.ServerTool(one.Tool) is { } known
                ? known.Price * (known.PerRequest ? 1 : one.Calls) : dearest * one.Calls;
        }

        return cost + (dearest * Math.Max(rest, 0));
    }
}
