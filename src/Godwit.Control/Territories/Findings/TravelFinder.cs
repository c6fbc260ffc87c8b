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
    private readonly Dictionary<(string Key, string One, string Other), Journey> journeys = [];

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
            && IsTooFast(before, sighting))
            Add(before, sighting);
        last[sighting.ApiKey] = sighting;
    }

    public IEnumerable<Finding> Find() => journeys.Select(pair => Describe(pair.Key, pair.Value));

    private bool IsTooFast(in KeySighting before, in KeySighting after)
    {
        var distance = TerritoryPlaces.KilometersBetween(
            TerritoryCode.Parse(before.Territory), TerritoryCode.Parse(after.Territory));
        return distance >= thresholds.MinDistanceKm
            && distance > thresholds.SpeedKmh * (after.At - before.At).TotalHours;
    }

    private void Add(in KeySighting before, in KeySighting after)
    {
        var (one, other) = string.CompareOrdinal(before.Territory, after.Territory) < 0
            ? (before.Territory, after.Territory) : (after.Territory, before.Territory);
        var journey = journeys.GetValueOrDefault((before.ApiKey, one, other))
            ?? new Journey { FirstSeen = before.At, Fastest = TimeSpan.MaxValue };
        journey.Count++;
        journey.LastSeen = after.At;
        if (after.At - before.At < journey.Fastest)
            (journey.Fastest, journey.Requests) = (after.At - before.At, [before.Id, after.Id]);
        journeys[(before.ApiKey, one, other)] = journey;
    }

    private Finding Describe((string Key, string One, string Other) pair, Journey journey)
    {
        var caller = callers[pair.Key];
        var distance = TerritoryPlaces.KilometersBetween(
            TerritoryCode.Parse(pair.One), TerritoryCode.Parse(pair.Other));
        var (one, other) = (sure[(pair.Key, pair.One)], sure[(pair.Key, pair.Other)]);
        return new Finding
        {
            Kind = FindingKind.ImpossibleTravel,
            Organization = caller.Organization, Project = caller.Project, ApiKey = caller.ApiKey,
            Says = $"{pair.One} and {pair.Other} are at least {distance:0} km apart, and the key was used "
                + $"from both within {journey.Fastest.TotalMinutes:0} minutes",
            Territories = [pair.One, pair.Other],
            Count = journey.Count,
            Confidence = one < other ? one : other,
            FirstSeen = journey.FirstSeen,
            LastSeen = journey.LastSeen,
            Requests = journey.Requests,
        };
    }

    private sealed class Journey
    {
        public long Count { get; set; }

        public DateTimeOffset FirstSeen { get; init; }

        public DateTimeOffset LastSeen { get; set; }

        public TimeSpan Fastest { get; set; }

        public Guid[] Requests { get; set; } = [];
    }
}
