using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;

namespace Godwit.Policy.Limits;

/// <summary>Calls of tools that a provider runs for a request, at most.</summary>
/// <param name="Calls">All together.</param>
/// <param name="ByTool">Of each tool; null: it may be any.</param>
public readonly record struct ToolBound(long Calls, ServerToolCounts? ByTool)
{
    /// <summary>
    /// What the calls cost at worst: each tool as often as it may be called, and no more than as many calls as there
    /// are of the dearest. Null where one of the tools has no price.
    /// </summary>
    public decimal? CostAt(PriceRules price)
    {
        if (Calls <= 0)
            return 0;
        if (ByTool is not { } tools)
            return OfAny(price);
        var (once, each, dearest) = (0m, 0m, 0m);
        foreach (var one in tools.Counts)
        {
            if (price.ServerTool(one.Tool) is not { } known)
                return null;
            Add(known, Math.Min(one.Calls, Calls), ref once, ref each, ref dearest);
        }

        return once + Math.Min(each, Calls * dearest);
    }

    private decimal? OfAny(PriceRules price)
    {
        if (price.PerServerToolCall is not { } dearest)
            return null;
        var (once, each) = (0m, 0m);
        foreach (var tool in price.ServerTools)
            Add(tool, Calls, ref once, ref each, ref dearest);
        return once + (Calls * dearest);
    }

    private static void Add(
        in ServerToolPrice tool, long calls, ref decimal once, ref decimal each, ref decimal dearest)
    {
        if (tool.PerRequest)
        {
            once += tool.Price;
            return;
        }

        each += calls * tool.Price;
        dearest = Math.Max(dearest, tool.Price);
    }
}
