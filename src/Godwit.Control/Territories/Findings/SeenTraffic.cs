using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Territories;

namespace Godwit.Control.Territories.Findings;

/// <summary>One row of the traffic sums, with its evidence read.</summary>
internal sealed record SeenTraffic(TrafficRow Row, AddressEvidence Evidence)
{
    /// <summary>Who called.</summary>
    public Caller Caller => new(Row.Organization!, Row.Project, Row.ApiKey!);

    public string Territory => Evidence.Best.ToString();

    public DateOnly Day => DateOnly.FromDateTime(Row.FirstSeen.UtcDateTime);

    /// <summary>
    /// True when the address says where its user is. A data centre, a relay and an anycast address stand where the
    /// network's operator put them, and whoever hides says nothing.
    /// </summary>
    public bool Tells(Confidence least) =>
        Evidence is { Best.HasValue: true, Disputed: false, Network: NetworkKind.Unclassified or NetworkKind.Satellite }
        && Evidence.Confidence >= least;

    /// <summary>True for data centres and networks that hide their users.</summary>
    public bool IsHidden => Evidence.Network is NetworkKind.Hosting or NetworkKind.Vpn or NetworkKind.PublicProxy
        or NetworkKind.ResidentialProxy or NetworkKind.Tor or NetworkKind.Relay;

    /// <summary>Rows of known callers; an evidence text that many share is read once.</summary>
    public static List<SeenTraffic> Read(IEnumerable<TrafficRow> rows, string? organization)
    {
        var known = new Dictionary<string, AddressEvidence>();
        var seen = new List<SeenTraffic>();
        foreach (var row in rows)
        {
            if (row.Organization is null || row.ApiKey is null
                || (organization is not null && organization != row.Organization))
                continue;
            var text = row.Evidence ?? "";
            if (!known.TryGetValue(text, out var evidence))
                known[text] = evidence = AddressEvidenceText.TryParse(text) ?? AddressEvidence.Unknown;
            seen.Add(new SeenTraffic(row, evidence));
        }

        return seen;
    }
}

/// <summary>A key, with whom it belongs to.</summary>
internal readonly record struct Caller(string Organization, string? Project, string ApiKey);
