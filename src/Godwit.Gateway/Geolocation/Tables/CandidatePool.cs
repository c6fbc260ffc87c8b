using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>
/// Keeps one instance of each candidate and of each list of sources: tens of thousands of combined answers are made
/// of a few hundred of them. Used while tables are built, by one thread.
/// </summary>
internal sealed class CandidatePool
{
    private readonly Dictionary<(TerritoryCode, SubdivisionCode, string), TerritoryCandidate> candidates = [];
    private readonly Dictionary<string, IReadOnlyList<string>> sources = [];
    private readonly Dictionary<TerritoryCandidate, TerritoryCandidate[]> singles = [];

    public TerritoryCandidate[] Share(List<TerritoryCandidate> list)
    {
        if (list.Count != 1)
            return list.Count == 0 ? [] : [.. list.Select(Share)];
        var single = Share(list[0]);
        if (!singles.TryGetValue(single, out var shared))
            singles.Add(single, shared = [single]);
        return shared;
    }

    private TerritoryCandidate Share(TerritoryCandidate candidate)
    {
        var names = string.Join('+', candidate.Sources);
        var key = (candidate.Territory, candidate.Subdivision, names);
        if (candidates.TryGetValue(key, out var shared))
            return shared;
        if (!sources.TryGetValue(names, out var list))
            sources.Add(names, list = candidate.Sources);
        shared = candidate with { Sources = list };
        candidates.Add(key, shared);
        return shared;
    }
}
