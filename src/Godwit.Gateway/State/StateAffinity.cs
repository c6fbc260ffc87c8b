using Godwit.Policy.Territories;

namespace Godwit.Gateway.State;

/// <summary>Keeps a request with whoever holds what it needs.</summary>
internal static class StateAffinity
{
    /// <summary>Leaves only the holder in the plan, or says why it can't be asked, and what is lost.</summary>
    public static Refusal? Apply(GatewayRequest request)
    {
        if (request.Held is not { } held || request.Plan.KeepOnly(held.IsAt))
            return null;
        foreach (var target in request.Route!.Targets)
        {
            if (!held.IsAt(target))
                continue;
            var decision = TerritoryPolicy.Decide(
                request.TerritoryFacts, target.Provider.Territories, target.Model, request.DecidedAt.UtcTicks);
            if (decision.MayServe)
                continue;
            request.Plan.Refuse(decision);
            return StateRefusals.OutOfReach(request, held, decision);
        }

        return StateRefusals.Elsewhere(request, held);
    }
}
