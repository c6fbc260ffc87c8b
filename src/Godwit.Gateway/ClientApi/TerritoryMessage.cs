using System.Text;
using Godwit.Gateway.Steps;
using Godwit.Policy.Access;
using Godwit.Policy.Catalog;
using Godwit.Policy.Snapshot;
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
        text.Append(Whom(request, decision));
        if (decision.Policy is { } policy)
        {
            text.Append(" by policy '").Append(policy.Name).Append('\'');
            if (policy.LegalDemand is { } demand)
                text.Append(", which follows the legal demand ").Append(demand.Reference);
            if (policy.Contact is { } contact)
                text.Append("; contact ").Append(contact);
        }

        return AppendAlternatives(text, Alternatives(request, null, request.Operation.ToPolicy()));
    }

    /// <summary>The text when it is the provider itself that refused.</summary>
    public static string OfProvider(GatewayRequest request, ProviderRules provider)
    {
        var text = new StringBuilder("Country, region, or territory not supported: the provider ");
        text.Append(provider.Name).Append(" itself refused to serve ").Append(request.RequestModel);
        return AppendAlternatives(text, Alternatives(request, provider, request.Operation.ToPolicy()));
    }

    private static string AppendAlternatives(StringBuilder text, List<string> alternatives) => text.Append(
        alternatives.Count > 0
            ? $". From here you can use: {string.Join(", ", alternatives)}."
            : ". No model that this key may use can be served from here.").ToString();

    /// <summary>The caller in words, by what decided about it.</summary>
    public static string Whom(GatewayRequest request, in TerritoryDecision decision) => decision.Reason switch
    {
        TerritoryReason.AccountTerritoryNotServed => "this organization, for the territory of its account,",
        TerritoryReason.OwnershipNotServed => "this organization, for the territory of its owners,",
        _ when decision.OfEndUser => $"an end user in {Name(request.EndUser!.Best)}",
        _ => Name(request.Location.Territory),
    };

    private static string Name(TerritoryCode territory) =>
        territory.HasValue ? territory.ToString() : "an unknown territory";

    /// <summary>Routes that may serve the caller by another provider than the one left out.</summary>
    public static List<string> Alternatives(GatewayRequest request, ProviderRules? leftOut, Operation? operation)
    {
        var found = new List<string>();
        var facts = request.TerritoryFacts;
        foreach (var route in request.Snapshot.Routes.All)
        {
            if (found.Count == MostAlternatives)
                break;
            if (!AccessPolicy.MayUse(request.Key!, route.Name))
                continue;
            var plan = RouteOutlook.Plan(facts, route, request.DecidedAt.UtcTicks, operation);
            if (plan.Targets.Any(target => target.Provider != leftOut))
                found.Add(route.Name);
        }

        return found;
    }
}
