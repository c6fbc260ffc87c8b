using Godwit.Control.Storage;
using Godwit.Policy.Territories;

namespace Godwit.Control.Territories.Findings;

/// <summary>
/// Keys that are used from two territories in less time than a journey takes: not one caller, or not where it seems.
/// </summary>
internal sealed class TravelFinder
{
    private readonly FindingThresholds thresholds;
    private readonly Dictionary<(string Key, string Territory), Confidence> sure;
    private readonly Dictionary<string, Caller> callers;
    private readonly Dictionary<string, KeySighting> last = [];
    private readonly Dictionary<string, Journeys> journeys = [];

    public TravelFinder(IReadOnlyList<SeenTraffic> traffic, FindingThresholds thresholds)
    {
        this.thresholds = thresholds;
        // A territory counts for a key when most of what the key sends from it says surely where its user is.
        var places = traffic.Where(t => t.Evidence.Best.HasValue)
            .GroupBy(t => (Key: t.Row.ApiKey!, t.Territory))
            .Where(place => place.Where(t => t.Tells(thresholds.MinConfidence)).Sum(t => t.Row.Requests) * 2
                > place.Sum(t => t.Row.Requests))
            .GroupBy(place => place.Key.Key)
            .Where(key => key.Count() > 1)
            .SelectMany(key => key)
            .ToList();
        sure = places.ToDictionary(
            place => place.Key,
            place => place.Where(t => t.Tells(thresholds.MinConfidence)).Min(t => t.Evidence.Confidence));
        callers = places.DistinctBy(place => place.Key.Key)
            .ToDictionary(place => place.Key.Key, place => place.First().Caller);
    }

    /// <summary>The keys whose requests have to be looked at one by one.</summary>
    public IReadOnlyCollection<string> Keys => callers.Keys;

    /// <summary>Takes the next request, in order of time.</summary>
    public void See(in KeySighting sighting)
    {
        if (!sure.ContainsKey((sighting.ApiKey, sighting.Territory)))
            return;
        if (last.TryGetValue(sighting.ApiKey, out var before) && before.Territory != sighting.Territory
            && ExcessKm(before, sighting) is { } excess)
            Add(before, sighting, excess);
        last[sighting.ApiKey] = sighting;
    }

    /// <summary>One finding for each key, with its worst journey.</summary>
    public IEnumerable<Finding> Find() => journeys.Select(key => Describe(callers[key.Key], key.Value));

    /// <summary>How much farther it is than anybody gets in the time; null when somebody might.</summary>
    private double? ExcessKm(in KeySighting before, in KeySighting after)
    {
        var distance = DistanceKm(before, after);
        var excess = distance - (thresholds.SpeedKmh * (after.At - before.At).TotalHours);
        return distance >= thresholds.MinDistanceKm && excess > 0 ? excess : null;
    }

    private static double? DistanceKm(in KeySighting one, in KeySighting other) => TerritoryPlaces.KilometersBetween(
        TerritoryCode.Parse(one.Territory), TerritoryCode.Parse(other.Territory));

    private void Add(in KeySighting before, in KeySighting after, double excess)
    {
        if (!journeys.TryGetValue(before.ApiKey, out var found))
            journeys[before.ApiKey] = found = new Journeys { FirstSeen = before.At };
        found.Count++;
        found.LastSeen = after.At;
        found.Territories.UnionWith([before.Territory, after.Territory]);
        if (excess > found.Excess)
            (found.Excess, found.Worst) = (excess, (before, after));
    }

    private Finding Describe(Caller caller, Journeys found)
    {
        var (from, to) = found.Worst;
        return new Finding
        {
            Kind = FindingKind.ImpossibleTravel,
            Organization = caller.Organization, Project = caller.Project, ApiKey = caller.ApiKey,
            Says = $"{from.Territory} and {to.Territory} are at least {DistanceKm(from, to):0} km apart, and the key "
                + $"was used from both within {(to.At - from.At).TotalMinutes:0} minutes; {found.Count} such "
                + $"journey(s) between {found.Territories.Count} territories",
            Territories = [.. found.Territories],
            Count = found.Count,
            Confidence = found.Territories.Min(territory => sure[(caller.ApiKey, territory)]),
            FirstSeen = found.FirstSeen,
            LastSeen = found.LastSeen,
            Requests = [from.Id, to.Id],
        };
    }

    private sealed class Journeys
    {
        public long Count { get; set; }

        public DateTimeOffset FirstSeen { get; init; }

        public DateTimeOffset LastSeen { get; set; }

        public SortedSet<string> Territories { get; } = new(StringComparer.Ordinal);

        /// <summary>Kilometres by which the worst journey was too far.</summary>
        public double Excess { get; set; }

        public (KeySighting From, KeySighting To) Worst { get; set; }
    }
}
