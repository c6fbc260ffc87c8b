using System.Collections.Frozen;
using System.Collections.Immutable;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Territories;

/// <summary>A territory policy, compiled: for each instant a table, so that a decision is a look-up.</summary>
public sealed class TerritoryRules
{
    public required string Name { get; init; }

    /// <summary>Version of the resource.</summary>
    public required long Version { get; init; }

    /// <summary>Periods in order of time, without gaps, the first from ever on.</summary>
    public required ImmutableArray<TerritoryPeriod> Timeline { get; init; }

    /// <summary>Models it applies to; null for all.</summary>
    public FrozenSet<string>? Models { get; init; }

    /// <summary>Organizations it applies to; null for all.</summary>
    public FrozenSet<string>? Organizations { get; init; }

    /// <summary>First instant (UTC ticks) an organization is no longer exempt, by organization.</summary>
    public required FrozenDictionary<string, long> ExemptUntilTicks { get; init; }

    /// <summary><c>name@version</c>, as it stands in records.</summary>
    public string Label => field ??= $"{Name}@{Version}";

    /// <summary>Whom a refused caller can turn to.</summary>
    public string? Contact { get; init; }
}

/// <summary>A stretch of time during which a policy says the same.</summary>
/// <param name="FromTicks">First instant, UTC ticks.</param>
/// <param name="Table">What it says; null while the policy is not in force.</param>
public sealed record TerritoryPeriod(long FromTicks, TerritoryTable? Table);

/// <summary>The action for each territory, and for what is not a plain territory.</summary>
public sealed class TerritoryTable
{
    /// <summary>Action by <see cref="TerritoryCode.Index"/>; index 0 is the action for an unknown territory.</summary>
    public required ImmutableArray<TerritoryAction> Actions { get; init; }

    /// <summary>Actions for single subdivisions, which win over their territory's.</summary>
    public required FrozenDictionary<SubdivisionCode, TerritoryAction> Subdivisions { get; init; }

    /// <summary>Action when candidates get different actions; null leaves it to <see cref="Match"/>.</summary>
    public TerritoryAction? Disputed { get; init; }

    public required TerritoryMatch Match { get; init; }

    /// <summary>Action by <see cref="NetworkKind"/>.</summary>
    public required ImmutableArray<TerritoryAction> Networks { get; init; }
}
