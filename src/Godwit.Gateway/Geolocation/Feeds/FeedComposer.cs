using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>
/// Weighs what feeds say together with what the tables say. The rules are in docs/territory.md.
/// </summary>
internal static class FeedComposer
{
    /// <summary>Adds what feeds say to the evidence of the tables.</summary>
    /// <param name="tables">The evidence of the tables.</param>
    /// <param name="votes">The feeds' claims, in the feeds' order.</param>
    /// <param name="coverage">The kinds that are looked for.</param>
    public static AddressEvidence Compose(
        AddressEvidence tables, FeedVote[] votes, IReadOnlyList<NetworkKind> coverage)
    {
        // Nobody's address: a list that names it anyway is wrong.
        if (tables.Network == NetworkKind.Special || votes.Length == 0)
            return tables with { Coverage = coverage };
        var isRelay = votes.Any(vote => vote.Claim.Kinds.Contains(NetworkKind.Relay));
        var kinds = votes.Aggregate(default(NetworkKinds), (sum, vote) => sum.With(KindsOf(vote, isRelay)));
        var placed = Place(tables, votes);
        return placed with
        {
            Network = kinds.First,
            NetworkSources =
                [.. votes.Where(v => KindsOf(v, isRelay).Contains(kinds.First)).Select(v => v.Feed.Options.Name)],
            CloudRegion = votes.Select(vote => vote.Claim.CloudRegion).FirstOrDefault(region => region is not null),
            Confidence = Cap(placed.Confidence, kinds, IsSaidByOperator(votes)),
            Coverage = coverage,
        };
    }

    /// <summary>
    /// The kinds a feed names. Lists of VPNs hold nearly all of Apple's relay, whose users keep their territory: what
    /// some feed knows to be a relay no plain list makes a VPN.
    /// </summary>
    private static NetworkKinds KindsOf(FeedVote vote, bool isRelay) =>
        isRelay && vote.Feed.Options.Format == FeedFormat.Cidr
            ? vote.Claim.Kinds.Without(NetworkKind.Vpn) : vote.Claim.Kinds;

    private static bool IsSaidByOperator(FeedVote[] votes) =>
        Array.Exists(votes, vote => vote.Feed.IsOperators && vote.Claim.Territory.HasValue);

    private static AddressEvidence Place(AddressEvidence tables, FeedVote[] votes)
    {
        var operators = votes.Where(v => v.Feed.IsOperators && v.Claim.Territory.HasValue).ToArray();
        var others = votes.Where(v => !v.Feed.IsOperators && v.Claim.Territory.HasValue).ToArray();
        if (operators.Length + others.Length == 0)
            return tables;
        var candidates = new List<TerritoryCandidate>();
        foreach (var vote in operators.Concat(others))
            Add(candidates, Candidate(vote));
        foreach (var candidate in tables.Candidates.Where(c => !c.RegistrationOnly || IsNamed(candidates, c)))
            Add(candidates, candidate);
        var best = candidates[0].Territory;
        // Tables do not dispute what the network's operator says of itself; only another operator does.
        var disputed = operators.Length > 0
            ? operators.Any(vote => vote.Claim.Territory != best)
            : candidates.Exists(candidate => candidate.Territory != best);
        return tables with
        {
            Best = best,
            Candidates = candidates.ToArray(),
            Disputed = disputed,
            Confidence = operators.Length > 0
                ? Operators(operators, disputed)
                : !disputed && tables.Confidence > Confidence.Medium ? tables.Confidence : Confidence.Medium,
        };
    }

    private static Confidence Operators(FeedVote[] operators, bool disputed) =>
        disputed || operators.All(vote => vote.Feed.IsStale) ? Confidence.Medium : Confidence.Certain;

    private static bool IsNamed(List<TerritoryCandidate> candidates, TerritoryCandidate registered) =>
        candidates.Exists(candidate => candidate.Territory == registered.Territory);

    private static TerritoryCandidate Candidate(FeedVote vote) =>
        new(vote.Claim.Territory, vote.Claim.Subdivision, [vote.Feed.Options.Name]);

    private static void Add(List<TerritoryCandidate> candidates, TerritoryCandidate said)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            var known = candidates[i];
            var differ = known.Subdivision.HasValue && said.Subdivision.HasValue
                && known.Subdivision != said.Subdivision;
            if (known.Territory != said.Territory || differ)
                continue;
            candidates[i] = known with
            {
                Subdivision = known.Subdivision.HasValue ? known.Subdivision : said.Subdivision,
                Sources = [.. known.Sources, .. said.Sources],
            };
            return;
        }

        candidates.Add(said);
    }

    /// <summary>How sure a territory can be at most behind such a network.</summary>
    private static Confidence Cap(Confidence found, NetworkKinds kinds, bool operatorSays)
    {
        var most = Confidence.Certain;
        if (kinds.Contains(NetworkKind.Anycast))
            most = operatorSays ? Confidence.Medium : Confidence.Low;
        else if (kinds.Contains(NetworkKind.Relay) || (kinds.Contains(NetworkKind.Hosting) && !operatorSays))
            most = Confidence.Medium;
        // The exit's place says nothing of its user's, whoever states it.
        if (kinds.First is NetworkKind.Tor or NetworkKind.PublicProxy or NetworkKind.ResidentialProxy
            or NetworkKind.Vpn)
            most = Confidence.Low;
        return found < most ? found : most;
    }
}
