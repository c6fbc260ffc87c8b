using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>
/// Weighs what the sources say of an address. The rules and the measurements are in docs/territory.md.
/// </summary>
internal static class EvidenceComposer
{
    /// <summary>What there are lists for: the registries, and no lists of anonymizers.</summary>
    public static IReadOnlyList<NetworkKind> Coverage { get; } = [NetworkKind.Special];

    /// <summary>Weighs votes.</summary>
    /// <param name="votes">
    /// At most one vote of each source, in order of precedence; those without a territory count for nothing.
    /// </param>
    public static AddressEvidence Compose(ReadOnlySpan<SourceVote> votes)
    {
        var registered = FindRegistration(votes, out var registry);
        var candidates = new List<TerritoryCandidate>(2);
        foreach (var vote in votes)
        {
            if (vote.Source.Method != SourceMethod.Registration && vote.Territory.HasValue)
                Add(candidates, vote);
        }

        var best = candidates.Count > 0 ? candidates[0].Territory : registered;
        if (candidates.Count == 0 && registered.HasValue)
            candidates.Add(new TerritoryCandidate(registered, default, []) { RegistrationOnly = true });
        AddRegistration(candidates, registered, registry);
        return new AddressEvidence
        {
            Best = best,
            Candidates = candidates.ToArray(),
            Registered = registered,
            Disputed = IsDisputed(candidates),
            Confidence = Weigh(votes, best, registered),
            Coverage = Coverage,
        };
    }

    /// <summary>An address of the special-purpose registries.</summary>
    public static AddressEvidence Special(string name) => new()
    {
        Network = NetworkKind.Special,
        SpecialPurpose = name,
        Coverage = Coverage,
    };

    /// <summary>
    /// The same evidence for an address that stands inside another one, where either end may be elsewhere.
    /// </summary>
    public static AddressEvidence Embedded(AddressEvidence evidence) =>
        evidence.Confidence > Confidence.Medium ? evidence with { Confidence = Confidence.Medium } : evidence;

    private static TerritoryCode FindRegistration(ReadOnlySpan<SourceVote> votes, out string? source)
    {
        foreach (var vote in votes)
        {
            if (vote.Source.Method == SourceMethod.Registration && vote.Territory.HasValue)
            {
                source = vote.Source.Name;
                return vote.Territory;
            }
        }

        source = null;
        return TerritoryCode.None;
    }

    /// <summary>
    /// Adds a vote to the candidate that it fits. Two different parts of one territory are two candidates, because a
    /// policy may serve one and not the other.
    /// </summary>
    private static void Add(List<TerritoryCandidate> candidates, SourceVote vote)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            var candidate = candidates[i];
            var (known, said) = (candidate.Subdivision, vote.Subdivision);
            if (candidate.Territory != vote.Territory || (known.HasValue && said.HasValue && known != said))
                continue;
            candidates[i] = candidate with
            {
                Subdivision = known.HasValue ? known : said,
                Sources = [.. candidate.Sources, vote.Source.Name],
            };
            return;
        }

        candidates.Add(new TerritoryCandidate(vote.Territory, vote.Subdivision, [vote.Source.Name]));
    }

    private static void AddRegistration(List<TerritoryCandidate> candidates, TerritoryCode registered, string? source)
    {
        var place = candidates.FindIndex(c => c.Territory == registered);
        if (place >= 0 && source is not null)
            candidates[place] = candidates[place] with { Sources = [.. candidates[place].Sources, source] };
    }

    private static bool IsDisputed(List<TerritoryCandidate> candidates) =>
        candidates.Exists(c => c.Territory != candidates[0].Territory);

    private static Confidence Weigh(ReadOnlySpan<SourceVote> votes, TerritoryCode best, TerritoryCode registered)
    {
        if (!best.HasValue)
            return Confidence.None;
        int supporters = 0, fresh = 0;
        bool own = false, opposed = false;
        foreach (var vote in votes)
        {
            if (vote.Source.Method == SourceMethod.Registration || !vote.Territory.HasValue)
                continue;
            if (vote.Territory != best || vote.Source.Method == SourceMethod.RegionsByNetwork)
            {
                // Who announces an address serves other places too: even where the territory fits, the part may not.
                opposed = true;
            }
            else if (vote.Source.Method != SourceMethod.Regions)
            {
                // A region table is made from one of the others and so confirms nothing.
                supporters++;
                fresh += Freshness.IsFresh(vote.Source.Age, best) ? 1 : 0;
                own |= vote.Source.Method == SourceMethod.OwnFile;
            }
        }

        if (supporters >= 2)
            return !opposed && fresh >= 2 ? Confidence.High : Confidence.Medium;
        return supporters == 1 && (own || registered == best) ? Confidence.Medium : Confidence.Low;
    }
}
