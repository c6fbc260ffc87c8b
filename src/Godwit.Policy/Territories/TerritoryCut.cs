namespace Godwit.Policy.Territories;

/// <summary>The end of an answer that is under way, because a policy begins to exclude its caller.</summary>
/// <param name="AtTicks">First instant at which it excludes the caller, UTC ticks.</param>
/// <param name="Policy">The policy.</param>
public readonly record struct TerritoryCut(long AtTicks, TerritoryRules Policy);
