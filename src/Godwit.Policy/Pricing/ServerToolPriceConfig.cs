using System.ComponentModel;

namespace Godwit.Policy.Pricing;

/// <summary>What one tool that a provider runs costs here.</summary>
public sealed record ServerToolPriceConfig : IServerToolPrice
{
    [Description("Name of the tool as usage has it, e.g. web_search.")]
    public required string Tool { get; init; }

    [Description("Each call; 0: it is free.")]
    public decimal? PerCall { get; init; }

    [Description("A request that called it, however often.")]
    public decimal? PerRequest { get; init; }
}
