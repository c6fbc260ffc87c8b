using Godwit.Control.Api;
using Godwit.Policy.Impact;

namespace Godwit.Control.Territories.Impact;

/// <summary>Whom a territory policy touches, by recorded traffic, as if it were in force.</summary>
public sealed record ImpactReport
{
    /// <summary>Name of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>Version that is applied; null for a policy that is not applied as it was given.</summary>
    public long? Version { get; init; }

    /// <summary>First instant of the traffic looked at, inclusive; traffic is kept by the hour.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>End of the traffic looked at, exclusive.</summary>
    public DateTimeOffset Until { get; init; }

    /// <summary>The instant for which exemptions and the other policies were asked.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Requests of the period that a provider was asked for.</summary>
    public long Requests { get; init; }

    /// <summary>Those among them that the policy would not have served, or only observed.</summary>
    public long Affected { get; init; }

    /// <summary>Requests that cannot be decided again: their evidence was recorded by another version.</summary>
    public long Undecided { get; init; }

    /// <summary>The organizations concerned, most requests first.</summary>
    public IReadOnlyList<ImpactedOrganization> Organizations { get; init; } = [];
}

/// <summary>What a policy means for one organization.</summary>
public sealed record ImpactedOrganization
{
    public required string Organization { get; init; }

    public IReadOnlyList<string> Projects { get; init; } = [];

    public IReadOnlyList<string> ApiKeys { get; init; } = [];

    /// <summary>Requests that the policy would not have served, or only observed.</summary>
    public long Requests { get; init; }

    /// <summary>Their share of the organization's requests in the period, from 0 to 1.</summary>
    public double Share { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>What they cost by list price, one amount a currency.</summary>
    public IReadOnlyList<UsageCost> Spend { get; init; } = [];

    public DateTimeOffset FirstSeen { get; init; }

    public DateTimeOffset LastSeen { get; init; }

    /// <summary>Requests by what the policy does with them: refuse, reroute or observe.</summary>
    public IReadOnlyList<ImpactCount> Actions { get; init; } = [];

    /// <summary>Requests by the reason of the decision.</summary>
    public IReadOnlyList<ImpactCount> Reasons { get; init; } = [];

    /// <summary>The lowest confidence of the evidence: <c>none</c> to <c>certain</c>.</summary>
    public required string ConfidenceFloor { get; init; }

    /// <summary>Requests by confidence of the evidence.</summary>
    public IReadOnlyList<ImpactCount> Confidence { get; init; } = [];

    /// <summary>Requests by territory; the name is absent where none is known.</summary>
    public IReadOnlyList<ImpactCount> Territories { get; init; } = [];

    /// <summary>Requests by kind of network.</summary>
    public IReadOnlyList<ImpactCount> NetworkKinds { get; init; } = [];

    /// <summary>Some of the callers' addresses, shortened to /24 or /48.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>What it uses and would lose, most requests first.</summary>
    public IReadOnlyList<ImpactedUse> Uses { get; init; } = [];
}

/// <summary>Requests that share a value.</summary>
public sealed record ImpactCount(string? Name, long Requests);

/// <summary>A model that an organization uses and would lose, and what may serve it instead.</summary>
public sealed record ImpactedUse
{
    /// <summary>The model name that was asked for.</summary>
    public string? RequestModel { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    public required string Operation { get; init; }

    public long Requests { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>Targets that may serve these callers under all policies, this one included; the best first.</summary>
    public IReadOnlyList<Alternative> Alternatives { get; init; } = [];
}
