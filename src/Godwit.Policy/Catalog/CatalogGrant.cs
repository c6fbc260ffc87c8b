using System.ComponentModel;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Catalog;

/// <summary>Tokens or money a provider offers or once offered.</summary>
public sealed record CatalogGrant : CatalogFact
{
    [Description("Name that a Grant resource refers to as its offer.")]
    public required string Name { get; init; }

    public required string Title { get; init; }

    [Description("Amount of tokens, where one is published.")]
    public long? Tokens { get; init; }

    [Description("Amount of money, with currency.")]
    public decimal? Amount { get; init; }

    [Description("ISO 4217.")]
    public string? Currency { get; init; }

    [Description("Models it is for; absent: all.")]
    public IReadOnlyList<string>? Models { get; init; }

    [Description("How often it is given: never (once), daily, weekly or monthly. Default: never.")]
    public GrantRenewal Renews { get; init; }

    [Description("First day it is offered.")]
    public DateOnly? From { get; init; }

    [Description("Last day it is offered, as far as known.")]
    public DateOnly? Until { get; init; }

    [Description("Days it can be used from the day it is given.")]
    public int? ValidDays { get; init; }

    [Description("Who gets it, in words.")]
    public string? Conditions { get; init; }

    /// <summary>Whether it is offered on a day, as far as known.</summary>
    public bool IsOffered(DateOnly day) => !(From > day) && !(Until < day);
}
