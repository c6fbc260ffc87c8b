using System.Globalization;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.ImpactLoad;

/// <summary>Makes records as a gateway would: the same ones for the same seed.</summary>
internal sealed class RecordGenerator(int seed, DateTimeOffset from, TimeSpan period, int organizations)
{
    private const int Models = 4;
    private static readonly string[] Territories =
        ["US", "DE", "FR", "GB", "IN", "JP", "BR", "SG", "NL", "CA", "CN", "RU", "IR", "HK", "TW"];

    private static readonly NetworkKind[] Networks =
        [NetworkKind.Unclassified, NetworkKind.Unclassified, NetworkKind.Hosting, NetworkKind.Vpn];

    private readonly Random random = new(seed);

    private readonly string[] evidence =
    [
        .. from territory in Territories
           from network in Networks.Distinct()
           select AddressEvidenceText.Write(new AddressEvidence
           {
               Best = TerritoryCode.Parse(territory),
               Candidates =
               [
                   new TerritoryCandidate(TerritoryCode.Parse(territory), default, ["ipfire", "dbip-lite"]),
               ],
               Confidence = network == NetworkKind.Vpn ? Confidence.Low : Confidence.High,
               Network = network,
               Coverage = [NetworkKind.Special, NetworkKind.Hosting, NetworkKind.Vpn],
           }),
    ];

    /// <summary>The record number <paramref name="number"/> of <paramref name="count"/>, in order of time.</summary>
    public RequestRecord Next(int number, int count)
    {
        var at = from + (period * ((double)number / count));
        // A few organizations make most of the traffic, and each calls from a handful of places.
        var organization = (int)(organizations * Math.Pow(random.NextDouble(), 3));
        var place = evidence[((organization * 7) + random.Next(3)) % evidence.Length];
        var name = organization.ToString(CultureInfo.InvariantCulture);
        return new RequestRecord
        {
            Id = Guid.CreateVersion7(at),
            StartedAt = at,
            DurationUs = 800_000,
            Organization = "org-" + name,
            Project = $"org-{name}-app",
            ApiKey = $"org-{name}-key-{random.Next(2)}",
            Operation = Operation.Chat,
            RequestModel = "chat",
            ClientNetwork = $"203.0.{random.Next(256)}.0/24",
            ClientHash = "0123456789abcdef01234567",
            Evidence = place,
            Decision = RequestDecision.Served,
            Reason = "no_policy",
            SnapshotRevision = 1,
            Provider = "maker",
            Model = $"model-{random.Next(Models)}",
            Status = 200,
            Usage = new TokenUsage(random.Next(50, 4000), random.Next(10, 900), null, null),
            Cost = 0.001m,
            Currency = "USD",
            Attempts = [new AttemptRecord { Provider = "maker", Model = "model", Status = 200, DurationUs = 790_000 }],
        };
    }
}
