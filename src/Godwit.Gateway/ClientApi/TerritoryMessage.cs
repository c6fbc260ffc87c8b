using System.Text;
using Godwit.Policy.Access;
using Godwit.Policy.Routing;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.ClientApi;

/// <summary>
/// The text of a territory refusal: what was decided, by which policy, and what the caller can use instead.
/// </summary>
internal static class TerritoryMessage
{
    // Enough to go on; the whole list is at /v1/models.
    private const int MostAlternatives = 5;

    public static string For(GatewayRequest request)
    {
        var decision = request.Plan.Territory;
        var text = new StringBuilder("Country, region, or territory not supported");
        text.Append(": ").Append(request.RequestModel).Append(" may not be served to ");
        text.Append(Whom(request, decision.Reason));
        if (decision.Policy is { } policy)
        {
            text.Append(" by policy '").Append(policy.Name).Append('\'');
            if (policy.LegalDemand is { } demand)
                text.Append(", which follows the legal demand ").Append(demand.Reference);
            if (policy.Contact is { } contact)
                text.Append("; contact ").Append(contact);
        }

        var alternatives = Alternatives(request);
        text.Append(alternatives.Count > 0
            ? $". From here you can use: {string.Join(", ", alternatives)}."
            : ". No model that this key may use can be served from here.");
        return text.ToString();
    }

    private static string Whom(GatewayRequest request, TerritoryReason reason) => reason switch
    {
        TerritoryReason.AccountTerritoryNotServed => "this organization, for the territory of its account,",
        TerritoryReason.OwnershipNotServed => "this organization, for the territory of its owners,",
        _ when request.Location.Territory.HasValue => request.Location.Territory.ToString(),
        _ => "an unknown territory",
    };

    private static List<string> Alternatives(GatewayRequest request)
    {
        var found = new List<string>();
        var plan = new RoutePlan();
        var facts = request.TerritoryFacts;
        var operation = request.Operation.ToPolicy();
        foreach (var route in request.Snapshot.Routes.All)
        {
            if (found.Count == MostAlternatives)
                break;
            if (!AccessPolicy.MayUse(request.Key!, route.Name))
                continue;
            plan.Clear();
            RoutePolicy.Decide(facts, route, operation, request.DecidedAt.UtcTicks, plan);
            if (plan.Targets.Count > 0)
                found.Add(route.Name);
        }

        return found;
    }
}
