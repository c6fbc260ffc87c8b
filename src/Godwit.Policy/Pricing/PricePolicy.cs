using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;

namespace Godwit.Policy.Pricing;

/// <summary>What a request cost.</summary>
/// <param name="Amount">In <paramref name="Currency"/>, not rounded.</param>
/// <param name="Currency">ISO 4217.</param>
public readonly record struct Cost(decimal Amount, string Currency);

/// <summary>Computes the cost of a request by the list price of its day.</summary>
public static class PricePolicy
{
    private const decimal Million = 1_000_000m;

    /// <summary>
    /// The cost; null where no price is known for the day, or none for what came out, or the provider gave no input
    /// count.
    /// </summary>
    /// <remarks>
    /// Input tokens read from the provider's cache are part of the input tokens, and cost their own price where there
    /// is one.
    /// </remarks>
    public static Cost? Of(CatalogModel? model, in TokenUsage usage, DateOnly day)
    {
        if (usage.InputTokens is not { } input || PriceOn(model, day) is not { } price)
            return null;
        if (usage.OutputTokens > 0 && price.OutputPerMillion is null)
            return null;
        var cached = Math.Min(usage.CacheReadInputTokens ?? 0, input);
        var amount = ((input - cached) * price.InputPerMillion)
            + (cached * (price.CacheReadInputPerMillion ?? price.InputPerMillion))
            + ((usage.OutputTokens ?? 0) * (price.OutputPerMillion ?? 0));
        return new Cost(amount / Million, price.Currency);
    }

    /// <summary>The list price in force on a day; null where none is known.</summary>
    public static CatalogPrice? PriceOn(CatalogModel? model, DateOnly day)
    {
        CatalogPrice? latest = null;
        foreach (var price in model?.Prices ?? [])
        {
            if (price.ValidFrom <= day && (latest is null || price.ValidFrom > latest.ValidFrom))
                latest = price;
        }

        return latest;
    }
}
