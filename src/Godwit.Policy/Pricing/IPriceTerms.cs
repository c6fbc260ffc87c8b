namespace Godwit.Policy.Pricing;

/// <summary>A price as people write it: the same in the catalog and in a PriceOverride.</summary>
public interface IPriceTerms : IPriceRates
{
    /// <summary>The day it begins, at 00:00 UTC.</summary>
    DateOnly ValidFrom { get; }

    /// <summary>ISO 4217.</summary>
    string Currency { get; }

    /// <summary>One call of a tool of the provider that has no price of its own.</summary>
    decimal? PerServerToolCall { get; }

    /// <summary>Prices of tools that the provider runs.</summary>
    IReadOnlyList<IServerToolPrice>? ServerTools { get; }

    /// <summary>Percent of the token prices that batch requests cost; null: not known.</summary>
    decimal? BatchPercent { get; }

    /// <summary>Prices of longer inputs.</summary>
    IReadOnlyList<PriceTierConfig>? Tiers { get; }

    /// <summary>Hours at which tokens cost more or less.</summary>
    IReadOnlyList<PriceHoursConfig>? Hours { get; }
}
