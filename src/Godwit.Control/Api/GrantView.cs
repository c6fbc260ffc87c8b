using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Api;

/// <summary>What providers gave, and what is left of it.</summary>
public sealed record GrantReport
{
    public required DateTimeOffset At { get; init; }

    /// <summary>What ends first before the others.</summary>
    public required IReadOnlyList<GrantView> Grants { get; init; }
}

/// <summary>A grant, with what the ledger says of its present period. Amounts are tokens or money.</summary>
public sealed record GrantView
{
    public required string Name { get; init; }

    public required string Provider { get; init; }

    /// <summary>Patterns of models; null for all.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Account of the provider's credentials; null for any.</summary>
    public string? Account { get; init; }

    public IReadOnlyList<string>? Organizations { get; init; }

    public required GrantUnit Unit { get; init; }

    public string? Currency { get; init; }

    /// <summary>What is given in each period.</summary>
    public required decimal Amount { get; init; }

    public required DateTimeOffset From { get; init; }

    public DateTimeOffset? Until { get; init; }

    public required GrantRenewal Renews { get; init; }

    public string? TimeZone { get; init; }

    public string? Conditions { get; init; }

    public string? Offer { get; init; }

    public string? Source { get; init; }

    public GrantState State { get; init; }

    /// <summary>When the present period began.</summary>
    public DateTimeOffset? PeriodFrom { get; init; }

    /// <summary>When it ends; null when it does not.</summary>
    public DateTimeOffset? PeriodUntil { get; init; }

    /// <summary>What was given in it by the ledger.</summary>
    public decimal Given { get; init; }

    /// <summary>What is left of it.</summary>
    public decimal Available { get; init; }

    public decimal Reserved { get; init; }

    public decimal Used { get; init; }

    /// <summary>What was left when it ended.</summary>
    public decimal Expired { get; init; }

    /// <summary>What turned out not to be there; negative: to be there besides.</summary>
    public decimal Corrected { get; init; }

    /// <summary>What was used in all periods.</summary>
    public decimal UsedInAll { get; init; }

    /// <summary>What was left at the ends of all periods.</summary>
    public decimal ExpiredInAll { get; init; }

    /// <summary>What was used a day, of the last seven days; null when it is not in force.</summary>
    public decimal? UsedPerDay { get; init; }

    /// <summary>When nothing will be left, if it is used on like this; null when it ends before that.</summary>
    public DateTimeOffset? RunsOutAt { get; init; }

    /// <summary>What will be left at the end of the period, if it is used on like this.</summary>
    public decimal? ExpiresUnused { get; init; }
}

/// <summary>Whether a grant can be used.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<GrantState>))]
public enum GrantState
{
    Live,
    NotBegun,
    UsedUp,
    Over,
}
