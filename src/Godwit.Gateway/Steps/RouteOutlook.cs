using System.Collections.Immutable;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Routing;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Steps;

/// <summary>What a route is worth to a caller, now and later, as far as the policies tell today.</summary>
internal static class RouteOutlook
{
    private static readonly Operation[] Operations = Enum.GetValues<Operation>();

    /// <summary>The plan for an operation; for the first one that the route offers when none is named.</summary>
    public static RoutePlan Plan(in TerritoryFacts facts, RouteRules route, long ticks, Operation? operation = null)
    {
        var plan = new RoutePlan();
        if (operation is { } one)
        {
            RoutePolicy.Decide(facts, route, one, ticks, plan);
            return plan;
        }

        Operation? refused = null;
        foreach (var candidate in Operations)
        {
            plan.Clear();
            RoutePolicy.Decide(facts, route, candidate, ticks, plan);
            if (plan.Targets.Count > 0)
                return plan;
            if (plan.Decision == RequestDecision.Refused)
                refused ??= candidate;
        }

        return Plan(facts, route, ticks, refused ?? Operations[0]);
    }

    /// <summary>The first instant at which no target of the route may serve the caller any more.</summary>
    public static long? Until(TerritoryFacts facts, RouteRules route, long now, Operation? operation = null)
    {
        foreach (var instant in Instants(facts, route, now))
        {
            if (Plan(facts, route, instant, operation).Targets.Count == 0)
                return instant;
        }

        return null;
    }

    /// <summary>
    /// The first instant at which another target than now answers first, and which one; null for nobody.
    /// </summary>
    public static (long At, TargetRules? Target)? Change(
        TerritoryFacts facts, RouteRules route, long now, Operation? operation = null)
    {
        var first = FirstOf(Plan(facts, route, now, operation));
        foreach (var instant in Instants(facts, route, now))
        {
            var then = FirstOf(Plan(facts, route, instant, operation));
            if (then != first)
                return (instant, then);
        }

        return null;
    }

    private static TargetRules? FirstOf(RoutePlan plan) => plan.Targets.Count > 0 ? plan.Targets[0] : null;

    private static IEnumerable<long> Instants(TerritoryFacts facts, RouteRules route, long now) => route.Targets
        .SelectMany(target => target.Provider.Territories)
        .ToImmutableHashSet()
        .SelectMany(policy => policy.Changes(facts.Organization))
        .Where(instant => instant > now)
        .Order();
}
