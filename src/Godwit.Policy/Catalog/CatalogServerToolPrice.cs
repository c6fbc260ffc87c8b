using System.ComponentModel;
using Godwit.Policy.Pricing;

namespace Godwit.Policy.Catalog;

/// <summary>The list price of one tool that the provider runs itself.</summary>
public sealed record CatalogServerToolPrice : CatalogFact, IServerToolPrice
{
    [Description("Name of the tool as usage has it, e.g. web_search.")]
    public required string Tool { get; init; }

    [Description("Each call; 0: it is free.")]
    public decimal? PerCall { get; init; }

    [Description("A request that called it, however often.")]
    public decimal? PerRequest { get; init; }
}
