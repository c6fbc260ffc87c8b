using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Impact;
using Godwit.Policy.Territories;

namespace Godwit.Control.Territories.Impact;

/// <summary>Decides rows of traffic again and adds up those that the policy touches.</summary>
internal sealed class ImpactSums(ImpactRules rules, ImpactQuestion question)
{
    private readonly Dictionary<string, OrganizationSums> organizations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AddressEvidence?> evidence = new(StringComparer.Ordinal);
    private long requests;
    private long affected;
    private long undecided;

    public void Add(TrafficRow row)
    {
        // Requests that were refused, or ended before anybody was asked, lose nothing.
        if (row is not { Organization: { } name, Provider: { } provider, Model: { } model })
            return;
        if (question.Organization is { } only && name != only)
            return;
        requests += row.Requests;
        if (!organizations.TryGetValue(name, out var sums))
            organizations.Add(name, sums = new OrganizationSums(name));
        sums.All += row.Requests;
        if (EvidenceOf(row) is not { } known)
        {
            undecided += row.Requests;
            return;
        }

        var facts = new TerritoryFacts(known, row.Chain, name, SurfaceOf(row.Operation));
        var decision = ImpactPolicy.Decide(facts, rules, provider, model);
        if (decision.Action == TerritoryAction.Serve || question.Counts?.Invoke(known, decision) == false)
            return;
        affected += row.Requests;
        sums.Add(row, facts, decision);
    }

    private static Surface SurfaceOf(string? operation) =>
        Enum.TryParse<Operation>(operation?.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var known)
            ? known.Surface() : Surface.Api;

    /// <summary>Instants at which requests that the policy touches were made, latest first.</summary>
    public IEnumerable<DateTimeOffset> SeenOf(string organization) => organizations[organization].Seen;

    public ImpactReport Report(string policy, DateTimeOffset since, DateTimeOffset until) => new()
    {
        Policy = policy,
        Since = since,
        Until = until,
        At = rules.At,
        Requests = requests,
        Affected = affected,
        Undecided = undecided,
        Organizations =
        [
            .. organizations.Values.Where(o => o.Affected > 0)
                .OrderByDescending(o => o.Affected).ThenBy(o => o.Name, StringComparer.Ordinal)
                .Select(o => o.Report(rules)),
        ],
    };

    // No text is the text of evidence that says nothing; a text that cannot be read was written by another version.
    private AddressEvidence? EvidenceOf(TrafficRow row)
    {
        if (row.Evidence is not { } text)
            return AddressEvidence.Unknown;
        if (!evidence.TryGetValue(text, out var known))
            evidence.Add(text, known = AddressEvidenceText.TryParse(text));
        return known;
    }
}
