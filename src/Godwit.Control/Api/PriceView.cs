using Godwit.Policy.Pricing;

namespace Godwit.Control.Api;

/// <summary>The prices in force at an instant.</summary>
public sealed record PriceReport
{
    public required DateTimeOffset At { get; init; }

    /// <summary>In order of provider, model and organization.</summary>
    public required IReadOnlyList<PriceView> Prices { get; init; }
}

/// <summary>What a model costs.</summary>
public sealed record PriceView
{
    public required string Provider { get; init; }

    public required string Model { get; init; }

    /// <summary>The provider's own name for the model.</summary>
    public required string ProviderModel { get; init; }

    /// <summary>The catalog entry of the provider, if any.</summary>
    public string? Catalog { get; init; }

    /// <summary>The organization it is for; null for all without a price of their own.</summary>
    public string? Organization { get; init; }

    /// <summary>ISO 4217; null when no price is known.</summary>
    public string? Currency { get; init; }

    /// <summary>Name of the price in records.</summary>
    public string? Version { get; init; }

    /// <summary>Where it was read.</summary>
    public string? Source { get; init; }

    public DateOnly? ValidFrom { get; init; }

    /// <summary>Day from which another price holds; null when none is known.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The prices by length of input, per million tokens, lowest tier first.</summary>
    public IReadOnlyList<PriceTierConfig> Tiers { get; init; } = [];

    /// <summary>One call of a tool of the provider that has no price of its own.</summary>
    public decimal? PerServerToolCall { get; init; }

    /// <summary>Tools of the provider that have prices of their own, by name.</summary>
    public IReadOnlyList<ServerToolPriceConfig> ServerTools { get; init; } = [];

    public decimal? BatchPercent { get; init; }

    /// <summary>Requests to it are billed as batch requests.</summary>
    public bool Batch { get; init; }

    public IReadOnlyList<PriceHoursConfig> Hours { get; init; } = [];

    /// <summary>
    /// Currencies in which prices stand side by side, so that none is used: say <c>currency</c> on the Provider.
    /// </summary>
    public IReadOnlyList<string> Currencies { get; init; } = [];
}
