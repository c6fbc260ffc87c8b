using Godwit.Policy.Configuration;

namespace Godwit.Control.Territories.Findings;

/// <summary>Addresses against what is known of the organization's account.</summary>
internal static class DeclarationFinder
{
    public static IEnumerable<Finding> Find(
        IReadOnlyList<SeenTraffic> traffic, IReadOnlyList<Resource<OrganizationConfig>> organizations,
        FindingThresholds thresholds)
    {
        var accounts = organizations.Where(o => o.Spec.Account is not null)
            .ToDictionary(o => o.Name, o => o.Spec.Account!);
        foreach (var key in traffic.Where(t => accounts.ContainsKey(t.Row.Organization!)).GroupBy(t => t.Caller))
        {
            var facts = Facts(accounts[key.Key.Organization]).ToList();
            if (facts.Count == 0)
                continue;
            var total = key.Sum(t => t.Row.Requests);
            var others = key.Where(t => t.Tells(thresholds.MinConfidence)
                && facts.TrueForAll(fact => TerritoryOf(fact.Fact) != t.Territory)).GroupBy(t => t.Territory);
            foreach (var place in others)
            {
                var requests = place.Sum(t => t.Row.Requests);
                if (requests >= thresholds.MinRequests && requests * 100 >= total * thresholds.MinSharePercent)
                    yield return Describe(key.Key, place, requests, total, facts);
            }
        }
    }

    private static Finding Describe(
        Caller caller, IGrouping<string, SeenTraffic> place, long requests, long total,
        IEnumerable<(string Name, AccountFactConfig Fact)> facts)
    {
        var known = facts.Select(f =>
            $"{f.Name} {f.Fact.Territory} ({f.Fact.Source}, {f.Fact.AsOf:yyyy-MM-dd})");
        return new Finding
        {
            Kind = FindingKind.DeclarationContradicted,
            Organization = caller.Organization, Project = caller.Project, ApiKey = caller.ApiKey,
            Says = $"{requests} of {total} requests come from {place.Key}; the account is {string.Join(", ", known)}",
            Territories = [place.Key],
            Count = requests,
            Confidence = place.Min(t => t.Evidence.Confidence),
            FirstSeen = place.Min(t => t.Row.FirstSeen),
            LastSeen = place.Max(t => t.Row.LastSeen),
        };
    }

    private static IEnumerable<(string Name, AccountFactConfig Fact)> Facts(AccountConfig account)
    {
        if (account.Verified is { } verified)
            yield return ("verified", verified);
        if (account.Billing is { } billing)
            yield return ("billed in", billing);
        if (account.Declared is { } declared)
            yield return ("declared", declared);
    }

    // A fact may name a part, e.g. UA-43; addresses are compared by the whole.
    private static string TerritoryOf(AccountFactConfig fact) => fact.Territory[..2];
}
