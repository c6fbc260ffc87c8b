using Godwit.Policy.Access;

namespace Godwit.Gateway.Steps;

/// <summary>
/// 5. Authorize: may this key use this route. A route it may not use looks like one that does not exist.
/// </summary>
internal static class AuthorizeStep
{
    public static Refusal? Run(GatewayRequest request)
    {
        var model = request.RequestModel!;
        if (!request.Snapshot.Routes.TryFind(model, out var route) || !AccessPolicy.MayUse(request.Key!, route!.Name))
            return Refusals.UnknownModel(model);
        request.Route = route;
        return null;
    }
}
