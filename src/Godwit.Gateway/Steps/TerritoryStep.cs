using Godwit.Gateway.ClientApi;
using Godwit.Policy.Routing;

namespace Godwit.Gateway.Steps;

/// <summary>6. Territory, and 10. Route: the targets that may serve this caller now, in order.</summary>
internal static class TerritoryStep
{
    public static Refusal? Run(GatewayRequest request)
    {
        var operation = request.Operation.ToPolicy();
        RoutePolicy.Decide(request.TerritoryFacts, request.Route!, operation, request.StartedAt.UtcTicks, request.Plan);
        if (request.IsRefusedByTerritory)
            return Refusals.TerritoryNotServed(TerritoryMessage.For(request));
        return request.Plan.Targets.Count == 0
            ? Refusals.OperationNotOffered(request.RequestModel!, operation.ToString())
            : null;
    }
}
