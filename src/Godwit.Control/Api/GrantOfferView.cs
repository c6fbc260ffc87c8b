using Godwit.Policy.Configuration;

namespace Godwit.Control.Api;

/// <summary>What providers offer or once offered, as far as the catalog knows.</summary>
public sealed record GrantOfferList
{
    public required DateTimeOffset At { get; init; }

    /// <summary>By provider, in the catalog's order.</summary>
    public required IReadOnlyList<GrantOfferView> Items { get; init; }
}

/// <summary>An offer of the catalog.</summary>
public sealed record GrantOfferView
{
    /// <summary>Name of the catalog entry.</summary>
    public required string Catalog { get; init; }

    /// <summary>What a Grant refers to as its offer.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    public long? Tokens { get; init; }

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public IReadOnlyList<string>? Models { get; init; }

    public GrantRenewal Renews { get; init; }

    /// <summary>First day it is offered.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day it is offered, as far as known.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Days it can be used from the day it is given.</summary>
    public int? ValidDays { get; init; }

    public string? Conditions { get; init; }

    /// <summary>Whether it is offered now, as far as known.</summary>
    public required bool Offered { get; init; }

    public required string Source { get; init; }

    public required DateOnly AsOf { get; init; }

    /// <summary>False for what third parties say.</summary>
    public required bool Verified { get; init; }

    public string? Notes { get; init; }

    /// <summary>Names of the Grants that come from it.</summary>
    public IReadOnlyList<string> Grants { get; init; } = [];
}
