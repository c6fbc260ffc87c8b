using Godwit.Gateway.ClientApi;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Kept;

/// <summary>
/// Leaves of a plan the targets at the provider that keeps the request's files: the others lack them.
/// </summary>
internal static class KeeperRestriction
{
    public static Refusal? Apply(GatewayRequest request)
    {
        if (request.Keeper is not { } keeper || request.Plan.KeepOnly(target => target.Provider.Name == keeper))
            return null;
        if (request.Route!.Targets.FirstOrDefault(t => t.Provider.Name == keeper) is not { } excluded)
            return KeptRefusals.KeptElsewhere(request.RequestModel!, keeper);
        var decision = TerritoryPolicy.Decide(
            request.TerritoryFacts, excluded.Provider.Territories, excluded.Model, request.DecidedAt.UtcTicks);
        if (decision.MayServe)
            return KeptRefusals.KeptElsewhere(request.RequestModel!, keeper);
        var policy = decision.Policy;
        return Refusals.TerritoryNotServed(
            $"Country, region, or territory not supported: the files of this request are with the provider {keeper}, "
            + $"which may not serve {TerritoryMessage.Whom(request, decision)} by policy '{policy?.Name}'"
            + (policy?.Contact is { } contact ? $"; contact {contact}" : "")
            + ". They can't be used from here; other models of the route can't read them.",
            policy?.LegalDemand);
    }
}
