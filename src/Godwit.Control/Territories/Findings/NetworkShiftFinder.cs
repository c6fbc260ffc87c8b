using Godwit.Policy.Territories;

namespace Godwit.Control.Territories.Findings;

/// <summary>
/// Keys whose traffic a policy will exclude, and which moved to data centres or hiding networks after its notice.
/// </summary>
internal static class NetworkShiftFinder
{
    // A key that a policy touches only now and then moves for other reasons.
    private const int MinTouchedPercent = 20;

    /// <summary>Compares the traffic before a policy's notice with that since.</summary>
    /// <param name="policy">The policy, compiled.</param>
    /// <param name="refusedFrom">When it refuses, UTC ticks.</param>
    /// <param name="before">Traffic before the notice.</param>
    /// <param name="after">Traffic since the notice.</param>
    /// <param name="thresholds">From where on it is a finding.</param>
    public static IEnumerable<Finding> Find(
        TerritoryRules policy, long refusedFrom, IReadOnlyList<SeenTraffic> before, IReadOnlyList<SeenTraffic> after,
        FindingThresholds thresholds)
    {
        var since = after.GroupBy(t => t.Caller).ToDictionary(key => key.Key, key => key.ToList());
        foreach (var key in before.GroupBy(t => t.Caller))
        {
            var requests = key.Sum(t => t.Row.Requests);
            var touched = key.Where(t => IsTouched(policy, refusedFrom, t)).ToList();
            if (!since.TryGetValue(key.Key, out var now) || requests < thresholds.MinRequests
                || touched.Sum(t => t.Row.Requests) * 100 < requests * MinTouchedPercent)
                continue;
            var (hiddenBefore, hiddenNow) = (HiddenPercent(key), HiddenPercent(now));
            if (now.Sum(t => t.Row.Requests) >= thresholds.MinRequests
                && hiddenNow - hiddenBefore >= thresholds.ShiftPercent)
                yield return Describe(policy, key.Key, touched, now, hiddenBefore, hiddenNow);
        }
    }

    private static Finding Describe(
        TerritoryRules policy, Caller caller, List<SeenTraffic> touched, List<SeenTraffic> now, double hiddenBefore,
        double hiddenNow)
    {
        var hidden = now.Where(t => t.IsHidden).ToList();
        var territories = touched.Select(t => t.Territory).Distinct().Order(StringComparer.Ordinal).ToList();
        var kinds = hidden.Select(t => t.Evidence.Network.ToString().ToLowerInvariant()).Distinct()
            .Order(StringComparer.Ordinal);
        return new Finding
        {
            Kind = FindingKind.NetworkShift,
            Organization = caller.Organization, Project = caller.Project, ApiKey = caller.ApiKey,
            Policy = policy.Label,
            Says = $"before the notice {hiddenBefore:0} % of the requests came by {string.Join(", ", kinds)}, "
                + $"since then {hiddenNow:0} %; before, they came from {string.Join(", ", territories)}",
            Territories = territories,
            Count = hidden.Sum(t => t.Row.Requests),
            Confidence = touched.Min(t => t.Evidence.Confidence),
            FirstSeen = hidden.Min(t => t.Row.FirstSeen),
            LastSeen = hidden.Max(t => t.Row.LastSeen),
        };
    }

    private static bool IsTouched(TerritoryRules policy, long refusedFrom, SeenTraffic seen) => !TerritoryPolicy.Decide(
        new TerritoryFacts(seen.Evidence, seen.Row.Chain, seen.Row.Organization!), [policy], seen.Row.Model ?? "",
        refusedFrom).MayServe;

    private static double HiddenPercent(IEnumerable<SeenTraffic> traffic)
    {
        var (hidden, all) = traffic.Aggregate((0L, 0L), (sum, t) =>
            (sum.Item1 + (t.IsHidden ? t.Row.Requests : 0), sum.Item2 + t.Row.Requests));
        return all == 0 ? 0 : hidden * 100.0 / all;
    }
}
