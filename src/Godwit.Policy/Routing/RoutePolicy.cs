using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Routing;

/// <summary>Orders the targets of a route that may serve a caller.</summary>
public static class RoutePolicy
{
    /// <summary>Fills a cleared plan.</summary>
    /// <remarks>
    /// Targets are taken in the order they are written. One that a policy says to reroute around is left out, and opens
    /// the targets that are there for <c>unserved</c> callers. One that a policy refuses ends the request, unless
    /// a target before it may already serve.
    /// </remarks>
    public static void Decide(
        in TerritoryFacts caller, RouteRules route, Operation operation, long nowTicks, RoutePlan plan)
    {
        var facts = Using(caller, operation);
        var excluded = false;
        var offered = false;
        foreach (var target in route.Targets)
        {
            if (!target.Offers(operation) || (target.When == TargetCondition.Unserved && !excluded))
                continue;
            offered = true;
            var decision = TerritoryPolicy.Decide(facts, target.Provider.Territories, target.Model, nowTicks);
            if (decision.MayServe)
            {
                Accept(plan, target, decision, excluded);
                continue;
            }

            if (plan.Targets.Count > 0)
                continue;
            if (!excluded || decision.Action == TerritoryAction.Refuse)
                plan.Territory = decision;
            excluded = true;
            if (decision.Action == TerritoryAction.Refuse)
                break;
        }

        if (plan.Targets.Count == 0 && offered)
            plan.Decision = RequestDecision.Refused;
    }

    /// <summary>Fills a cleared plan for a request that one target alone can answer.</summary>
    public static void DecideOn(
        in TerritoryFacts caller, TargetRules target, Operation operation, long nowTicks, RoutePlan plan)
    {
        var decision = TerritoryPolicy.Decide(
            Using(caller, operation), target.Provider.Territories, target.Model, nowTicks);
        if (decision.MayServe)
            Accept(plan, target, decision, excluded: false);
        else
            plan.Refuse(decision);
    }

    /// <summary>
    /// Takes a provider's word that it does not serve the caller, whatever the policies say: adds the targets that are
    /// there for <c>unserved</c> callers to the plan.
    /// </summary>
    /// <returns>The policy that would have served the caller; null when none applies.</returns>
    public static TerritoryRules? Believe(
        in TerritoryFacts caller, RouteRules route, Operation operation, long nowTicks, TargetRules refused,
        RoutePlan plan)
    {
        var facts = Using(caller, operation);
        foreach (var target in route.OnFailure == OnFailure.Stop ? [] : route.Targets)
        {
            if (target.When != TargetCondition.Unserved || target.Provider == refused.Provider
                || !target.Offers(operation) || plan.Targets.Contains(target)
                || !TerritoryPolicy.Decide(facts, target.Provider.Territories, target.Model, nowTicks).MayServe)
                continue;
            plan.Add(target);
        }

        var behind = TerritoryPolicy.Decide(facts, refused.Provider.Territories, refused.Model, nowTicks).Policy;
        var isLast = route.OnFailure == OnFailure.Stop || plan.Targets[^1] == refused;
        plan.Decision = isLast ? RequestDecision.Refused : RequestDecision.Rerouted;
        plan.Territory = new TerritoryDecision(
            isLast ? TerritoryAction.Refuse : TerritoryAction.Reroute, TerritoryReason.ProviderRefused, behind);
        return behind;
    }

    // The operation says by which way the provider is used, where it is not the usual one.
    private static TerritoryFacts Using(in TerritoryFacts caller, Operation operation) =>
        operation.Surface() is var surface && surface == Surface.Api ? caller : caller with { Surface = surface };

    private static void Accept(RoutePlan plan, TargetRules target, TerritoryDecision decision, bool excluded)
    {
        if (plan.Targets.Count == 0)
        {
            plan.Decision = excluded ? RequestDecision.Rerouted
                : decision.Action == TerritoryAction.Observe ? RequestDecision.Observed
                : RequestDecision.Served;
            if (!excluded)
                plan.Territory = decision;
            plan.Notice = decision.Notice;
        }

        plan.Add(target, decision.Notice);
    }
}
