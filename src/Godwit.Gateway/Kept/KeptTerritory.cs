using Godwit.Gateway.ClientApi;
using Godwit.Gateway.State;
using Godwit.Policy.Routing;

namespace Godwit.Gateway.Kept;

/// <summary>
/// 6. Territory, for what a provider keeps: no other provider can stand in, and the refusal says what is out of reach.
/// </summary>
internal static class KeptTerritory
{
    public static Refusal? Run(GatewayRequest request)
    {
        if (request.Kept!.Call.Action == KeptAction.List)
            return DecideList(request, request.Kept);
        Decide(request, request.Route!);
        return request.IsRefusedByTerritory ? Refuse(request, request.Route!) : null;
    }

    /// <summary>
    /// What providers keep that may not serve the caller is left out, unless that leaves nobody to ask.
    /// </summary>
    private static Refusal? DecideList(GatewayRequest request, KeptRequest kept)
    {
        var all = kept.Listed;
        kept.Listed = [.. all.Where(keeper => KeeperChoice.MayServe(request, keeper))];
        if (all.Count == 0)
            return null;
        var decisive = kept.Listed.Count > 0 ? kept.Listed[0] : all[0];
        Decide(request, decisive);
        request.Kept!.Named = "what is listed here";
        return request.IsRefusedByTerritory ? Refuse(request, decisive) : null;
    }

    private static void Decide(GatewayRequest request, RouteRules keeper)
    {
        request.Plan.Clear();
        RoutePolicy.Decide(
            request.TerritoryFacts, keeper, request.Operation.ToPolicy(), request.DecidedAt.UtcTicks, request.Plan);
        request.Notice = request.Plan.Notice;
    }

    private static Refusal Refuse(GatewayRequest request, RouteRules keeper) => StateRefusals.OutOfReach(
        request, new HeldState(HeldKind.Thing, keeper.Name, ""), request.Plan.Territory);
}
