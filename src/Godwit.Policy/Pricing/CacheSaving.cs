namespace Godwit.Policy.Pricing;

/// <summary>What a provider's cache did to the cost of a request, all in one currency.</summary>
/// <param name="Saved">What reading from the cache saved against the price of ordinary input.</param>
/// <param name="Extra">What writing to it cost more than ordinary input; negative where it costs less.</param>
/// <param name="Currency">ISO 4217.</param>
public readonly record struct CacheSaving(decimal Saved, decimal Extra, string Currency)
{
    /// <summary>
    /// The saving of one request, by the difference of its cost to what the same tokens cost as ordinary input; null
    /// where the cost is not known whole.
    /// </summary>
    /// <param name="price">The price that the request's cost was computed by.</param>
    /// <param name="question">What was used.</param>
    public static CacheSaving? Of(PriceRules? price, in CostQuestion question)
    {
        var usage = question.Usage;
        var withoutReads = question with { Usage = usage with { CacheReadInputTokens = 0 } };
        var withoutCache = question with
        {
            Usage = usage with { CacheReadInputTokens = 0, CacheWriteInputTokens = 0, CacheWriteHourInputTokens = 0 },
        };
        // The tier is that of the input's whole length, which is the same in all three.
        return PricePolicy.Of(price, question) is { } real && PricePolicy.Of(price, withoutReads) is { } writesAlone
            && PricePolicy.Of(price, withoutCache) is { } ordinary
            ? new CacheSaving(writesAlone.Amount - real.Amount, writesAlone.Amount - ordinary.Amount, real.Currency)
            : null;
    }
}
