using Godwit.Policy.Catalog;
using Godwit.Policy.Routing;

namespace Godwit.Gateway.ResponseState;

/// <summary>Keeps a request with the provider that holds what it goes on with.</summary>
internal static class ResponseAffinity
{
    /// <summary>Leaves only that provider in the plan, or says why it can't be asked.</summary>
    public static Refusal? Apply(GatewayRequest request)
    {
        if (request.Turn?.Pin is not { } holder)
            return null;
        if (request.Plan.KeepOnly(target => Holds(target, holder)))
            return null;
        foreach (var target in request.Route!.Targets)
        {
            if (Holds(target, holder))
                return ResponseRefusals.OutOfReach(request, holder);
        }

        return ResponseRefusals.HolderGone(holder, request.RequestModel!);
    }

    /// <summary>True when the target is the holder's own, in the dialect in which it holds it.</summary>
    public static bool Holds(TargetRules target, string holder) => target.Provider.Name == holder
        && target.Doors.Any(door => door.Dialect == Dialect.OpenAIResponses);
}
