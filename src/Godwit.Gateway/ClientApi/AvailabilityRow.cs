using Godwit.Policy.Contracts;
using Godwit.Policy.Routing;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.ClientApi;

/// <summary>What one route is worth to one caller.</summary>
internal sealed record AvailabilityRow
{
    public required string Route { get; init; }

    public required RequestDecision Decision { get; init; }

    public required TerritoryReason Reason { get; init; }

    /// <summary>The policy that decided; null when none applies.</summary>
    public TerritoryRules? Policy { get; init; }

    /// <summary>Who would answer; null when nobody may.</summary>
    public TargetRules? Target { get; init; }

    /// <summary>First instant at which another than <see cref="Target"/> answers; null when none is known.</summary>
    public DateTimeOffset? TargetUntil { get; init; }

    /// <summary>Who answers from then on; null for nobody.</summary>
    public TargetRules? Afterwards { get; init; }

    /// <summary>First instant at which nobody on the route may serve; null when none is known.</summary>
    public DateTimeOffset? AvailableUntil { get; init; }

    /// <summary>Routes that may be used instead, where this one may not.</summary>
    public required IReadOnlyList<string> Alternatives { get; init; }
}
