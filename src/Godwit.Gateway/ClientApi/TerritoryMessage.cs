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
        AppendDecision(text, request, decision);
        return text.Append(". ").Append(Instead(Alternatives(request, null, request.Operation.ToPolicy()))).ToString();
    }

    /// <summary>The text when something is out of reach with its holder; what follows from it is the caller's to add.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="what">What is out of reach, and <c>is</c> or <c>are</c>.</param>
    /// <param name="provider">Who has it.</param>
    /// <param name="decision">Why it may not serve the caller.</param>
    public static string OfHolder(
        GatewayRequest request, string what, string provider, in TerritoryDecision decision)
    {
        var text = new StringBuilder("Country, region, or territory not supported: ");
        text.Append(what).Append(" with the provider ").Append(provider).Append(", which may not serve ");
        AppendDecision(text, request, decision);
        return text.ToString();
    }

    /// <summary>The text when it is the provider itself that refused.</summary>
    public static string OfProvider(GatewayRequest request, ProviderRules provider)
    {
        var text = new StringBuilder("Country, region, or territory not supported: the provider ");
        text.Append(provider.Name).Append(" itself refused to serve ").Append(request.RequestModel);
        return text.Append(". ").Append(Instead(Alternatives(request, provider, request.Operation.ToPolicy())))
            .ToString();
    }

    /// <summary>What can be used instead, in words.</summary>
    public static string Instead(List<string> alternatives) => alternatives.Count > 0
        ? $"From here you can use: {string.Join(", ", alternatives)}."
        : "No model that this key may use can be served from here.";

    private static void AppendDecision(StringBuilder text, GatewayRequest request, in TerritoryDecision decision)
    {
        text.Append(Whom(request, decision));
        if (decision.Policy is not { } policy)
            return;
        text.Append(" by policy '").Append(policy.Name).Append('\'');
        if (policy.LegalDemand is { } demand)
            text.Append(", which follows the legal demand ").Append(demand.Reference);
        if (policy.Contact is { } contact)
            text.Append("; contact ").Append(contact);
    }

    /// <summary>The caller in words, by what decided about it.</summary>
    private static string Whom(GatewayRequest request, in TerritoryDecision decision) => decision.Reason switch
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
