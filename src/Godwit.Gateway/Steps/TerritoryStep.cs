using Godwit.Gateway.ClientApi;
using Godwit.Gateway.State;
using Godwit.Policy.Routing;

namespace Godwit.Gateway.Steps;

/// <summary>6. Territory, and 10. Route: the targets that may serve this caller now, in order.</summary>
internal static class TerritoryStep
{
    public static Refusal? Run(GatewayRequest request)
    {
        var operation = request.Operation.ToPolicy();
        var plan = request.Plan;
        RoutePolicy.Decide(request.TerritoryFacts, request.Route!, operation, request.DecidedAt.UtcTicks, plan);
        request.Notice = plan.Notice;
        if (StateAffinity.Apply(request) is { } lost)
            return lost;
        if (request.IsRefusedByTerritory)
            return Refusals.TerritoryNotServed(TerritoryMessage.For(request), plan.Territory.Policy?.LegalDemand);
        return plan.Targets.Count == 0
            ? Refusals.OperationNotOffered(request.RequestModel!, operation.ToString())
            : null;
    }
}
