namespace Godwit.Control.Territories.Findings;

/// <summary>
/// Keys that are used from many territories within a day: shared, sold or stolen, or a caller that hides.
/// </summary>
internal static class ManyTerritoriesFinder
{
    public static IEnumerable<Finding> Find(IReadOnlyList<SeenTraffic> traffic, FindingThresholds thresholds)
    {
        foreach (var key in traffic.Where(t => t.Tells(thresholds.MinConfidence)).GroupBy(t => t.Caller))
        {
            var days = key.GroupBy(t => t.Day)
                .Where(day => day.DistinctBy(t => t.Territory).Count() >= thresholds.TerritoriesPerDay).ToList();
            if (days.Count == 0)
                continue;
            var most = days.MaxBy(day => day.DistinctBy(t => t.Territory).Count())!;
            var shown = days.SelectMany(day => day).ToList();
            yield return new Finding
            {
                Kind = FindingKind.ManyTerritories,
                Organization = key.Key.Organization, Project = key.Key.Project, ApiKey = key.Key.ApiKey,
                Says = $"the key is used from {most.DistinctBy(t => t.Territory).Count()} territories on "
                    + $"{most.Key:yyyy-MM-dd}, and from {thresholds.TerritoriesPerDay} or more on {days.Count} day(s)",
                Territories = [.. shown.Select(t => t.Territory).Distinct().Order(StringComparer.Ordinal)],
                Count = shown.Sum(t => t.Row.Requests),
                Confidence = shown.Min(t => t.Evidence.Confidence),
                FirstSeen = shown.Min(t => t.Row.FirstSeen),
                LastSeen = shown.Max(t => t.Row.LastSeen),
            };
        }
    }
}
