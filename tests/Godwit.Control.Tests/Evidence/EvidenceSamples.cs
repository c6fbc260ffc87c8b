using Godwit.Control.Storage;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using Microsoft.Extensions.DependencyInjection;

namespace Godwit.Control.Tests.Evidence;

/// <summary>Two providers and organizations, and records as a gateway under them would make them.</summary>
internal static class EvidenceSamples
{
    public const string Configuration =
        """
        kind: Provider
        name: maker
        spec: { dialect: openai_chat, base_url: "http://127.0.0.1:9/v1", models: [{ name: large }] }
        ---
        kind: Provider
        name: east
        spec: { dialect: openai_chat, base_url: "http://127.0.0.1:9/v1", models: [{ name: same }] }
        ---
        kind: Route
        name: chat
        spec: { targets: [{ target: maker/large }] }
        ---
        kind: Organization
        name: acme
        spec: {}
        ---
        kind: Organization
        name: other
        spec: {}
        """;

    public static readonly DateTimeOffset Start = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A policy that excludes CN from one of the providers.</summary>
    public static string Policy(string territory = "CN", string more = "") =>
        $$"""
        kind: TerritoryPolicy
        name: cut
        spec:
          scope: { providers: [maker] }
          serves: { exclude: [{{territory}}] }
          {{more}}
        """;

    public static AddressEvidence Evidence(string territory, Confidence confidence = Confidence.High) => new()
    {
        Best = TerritoryCode.Parse(territory),
        Candidates = [new TerritoryCandidate(TerritoryCode.Parse(territory), default, ["ipfire", "dbip-lite"])],
        Confidence = confidence,
    };

    /// <summary>A request that was served.</summary>
    public static RequestRecord Record(int second, string territory, string organization = "acme") => new()
    {
        Id = Guid.CreateVersion7(Start.AddSeconds(second)),
        StartedAt = Start.AddSeconds(second),
        Organization = organization,
        Project = $"{organization}-app",
        ApiKey = $"{organization}-key",
        Operation = Operation.Chat,
        RequestModel = "chat",
        ClientNetwork = $"203.0.{second % 200}.0/24",
        Territory = territory,
        Confidence = Confidence.High,
        Evidence = AddressEvidenceText.Write(Evidence(territory)),
        Decision = RequestDecision.Served,
        Reason = "no_policy",
        Provider = "maker",
        Model = "large",
        Status = 200,
        Usage = new TokenUsage(100, 10, null, null),
        Cost = 0.5m,
        Currency = "USD",
    };

    public static Task StoreAsync(this ControlNode node, params IEnumerable<RequestRecord> records) =>
        node.App.Services.GetRequiredService<IRequestStore>()
            .AppendAsync([.. records.Select(JournalRecord.Of)], CancellationToken.None);
}
