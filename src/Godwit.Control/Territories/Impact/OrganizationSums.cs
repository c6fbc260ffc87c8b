using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Catalog;
using Godwit.Policy.Impact;
using Godwit.Policy.Pricing;
using Godwit.Policy.Territories;

namespace Godwit.Control.Territories.Impact;

/// <summary>Adds up what a policy means for one organization.</summary>
internal sealed class OrganizationSums(string name)
{
    private const int MostInstants = 40;
    private const int MostAlternatives = 3;

    private readonly SortedSet<string> projects = new(StringComparer.Ordinal);
    private readonly SortedSet<string> keys = new(StringComparer.Ordinal);
    private readonly SortedSet<DateTimeOffset> seen = [];
    private readonly Dictionary<string, long> spendNano = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> actions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> reasons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> territories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> networks = new(StringComparer.Ordinal);
    private readonly SortedDictionary<Confidence, long> confidence = [];
    private readonly Dictionary<(string?, string, string, string), UseSums> uses = [];
    private DateTimeOffset firstSeen = DateTimeOffset.MaxValue;
    private DateTimeOffset lastSeen = DateTimeOffset.MinValue;
    private long inputTokens;
    private long outputTokens;

    public string Name => name;

    /// <summary>Requests of the organization, touched or not.</summary>
    public long All { get; set; }

    public long Affected { get; private set; }

    /// <summary>Instants of some requests that are touched, latest first.</summary>
    public IEnumerable<DateTimeOffset> Seen => seen.Reverse();

    public void Add(TrafficRow row, in TerritoryFacts facts, in TerritoryDecision decision)
    {
        Affected += row.Requests;
        inputTokens += row.InputTokens;
        outputTokens += row.OutputTokens;
        if (row.Project is { } project)
            projects.Add(project);
        if (row.ApiKey is { } key)
            keys.Add(key);
        if (row is { Currency: { } currency, CostNano: { } cost })
            Count(spendNano, currency, cost);
        firstSeen = row.FirstSeen < firstSeen ? row.FirstSeen : firstSeen;
        lastSeen = row.LastSeen > lastSeen ? row.LastSeen : lastSeen;
        seen.Add(row.LastSeen);
        if (seen.Count > MostInstants)
            seen.Remove(seen.Min);
        Count(actions, Word(decision.Action), row.Requests);
        Count(reasons, Word(decision.Reason), row.Requests);
        Count(territories, facts.Evidence.Best.HasValue ? facts.Evidence.Best.ToString() : "", row.Requests);
        Count(networks, Word(facts.Evidence.Network), row.Requests);
        confidence[facts.Evidence.Confidence] =
            confidence.GetValueOrDefault(facts.Evidence.Confidence) + row.Requests;
        AddUse(row, facts);
    }

    public ImpactedOrganization Report(ImpactRules rules) => new()
    {
        Organization = name,
        Projects = [.. projects],
        ApiKeys = [.. keys],
        Requests = Affected,
        Share = (double)Affected / All,
        InputTokens = inputTokens,
        OutputTokens = outputTokens,
        Spend =
        [
            .. spendNano.OrderBy(s => s.Key, StringComparer.Ordinal)
                .Select(s => new UsageCost(s.Key, NanoUnits.InUnits(s.Value))),
        ],
        FirstSeen = firstSeen,
        LastSeen = lastSeen,
        Actions = Counts(actions),
        Reasons = Counts(reasons),
        ConfidenceFloor = Word(confidence.Keys.First()),
        Confidence = [.. confidence.Select(c => new ImpactCount(Word(c.Key), c.Value))],
        Territories = Counts(territories),
        NetworkKinds = Counts(networks),
        Uses =
        [
            .. uses.Values.OrderByDescending(u => u.Requests).ThenBy(u => u.Provider, StringComparer.Ordinal)
                .ThenBy(u => u.Model, StringComparer.Ordinal).Select(u => u.Report(rules, MostAlternatives)),
        ],
    };

    private void AddUse(TrafficRow row, in TerritoryFacts facts)
    {
        var operation = row.Operation ?? Word(Operation.Chat);
        var key = (row.RequestModel, row.Provider!, row.Model!, operation);
        if (!uses.TryGetValue(key, out var use))
            uses.Add(key, use = new UseSums(row.RequestModel, row.Provider!, row.Model!, operation));
        use.Add(row, facts);
    }

    private static void Count(Dictionary<string, long> counts, string value, long requests) =>
        counts[value] = counts.GetValueOrDefault(value) + requests;

    private static IReadOnlyList<ImpactCount> Counts(Dictionary<string, long> counts) =>
    [
        .. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => new ImpactCount(c.Key.Length == 0 ? null : c.Key, c.Value)),
    ];

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
