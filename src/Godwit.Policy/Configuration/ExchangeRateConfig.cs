using System.ComponentModel;

namespace Godwit.Policy.Configuration;

/// <summary>What a unit of one currency is worth in another from a day on, as the operator says.</summary>
public sealed record ExchangeRateConfig
{
    [Description("ISO 4217: the currency that is exchanged.")]
    public required string From { get; init; }

    [Description("ISO 4217: the currency it becomes.")]
    public required string To { get; init; }

    [Description("How many units of `to` one unit of `from` is worth, e.g. 0.92.")]
    public required decimal Rate { get; init; }

    [Description("Day it begins, at 00:00 UTC; until a later one for the two currencies, in either direction.")]
    public required DateOnly ValidFrom { get; init; }

    [Description("Where the rate was read: a bank, a contract, an accounting rule.")]
    public string? Source { get; init; }
}
