using Godwit.Control.Tests.Evidence;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;
using Godwit.Policy.Territories;

namespace Godwit.Control.Tests.Reports;

/// <summary>Priced models and records of their use, the same for the same seed.</summary>
internal static class ReportSamples
{
    public const string Configuration =
        """
        kind: Organization
        name: acme
        ---
        kind: Organization
        name: other
        ---
        kind: Provider
        name: maker
        spec: { dialect: openai_chat, base_url: "http://127.0.0.1:9/v1", models: [{ name: large }, { name: free }] }
        ---
        kind: Provider
        name: east
        spec: { dialect: openai_chat, base_url: "http://127.0.0.1:9/v1", models: [{ name: same }, { name: near }] }
        ---
        kind: Route
        name: chat
        spec: { targets: [{ target: maker/large }, { target: east/near }, { target: east/same }] }
        ---
        kind: PriceOverride
        name: large
        spec:
          provider: maker
          model: large
          valid_from: 2026-01-01
          currency: USD
          input_per_million: 3
          cache_read_input_per_million: 0.3
          cache_write_input_per_million: 3.75
          cache_write_hour_input_per_million: 6
          output_per_million: 15
          per_server_tool_call: 0.01
          tiers:
            - above_input_tokens: 1000
              input_per_million: 6
              cache_read_input_per_million: 0.6
              cache_write_input_per_million: 7.5
              cache_write_hour_input_per_million: 12
              output_per_million: 22.5
        ---
        kind: PriceOverride
        name: near
        spec:
          { provider: east, model: near, valid_from: 2026-01-01, currency: USD, input_per_million: 1,
            output_per_million: 20 }
        ---
        kind: PriceOverride
        name: same
        spec:
          { provider: east, model: same, valid_from: 2026-01-01, currency: CNY, input_per_million: 2.1234567,
            output_per_million: 8 }
        """;

    /// <summary>The period that every sample lies in.</summary>
    public static readonly DateTimeOffset Start = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset End = Start.AddDays(4);

    private static readonly (string Provider, string Model)[] Targets =
        [("maker", "large"), ("maker", "free"), ("east", "near"), ("east", "same")];

    private static readonly string[] Territories = ["CN", "FR", "DE"];
    private static readonly string?[] Projects = ["app", "=HYPERLINK(1)", "a,\"b\"", null];

    /// <summary>The filters of a report over all samples.</summary>
    public static Dictionary<string, string?> Period => new()
    {
        ["since"] = Start.ToString("O"), ["until"] = End.ToString("O"),
    };

    /// <summary>Stores samples on a node that has the configuration, and returns them.</summary>
    public static async Task<IReadOnlyList<RequestRecord>> StoreAsync(this ControlNode node, int count, int seed)
    {
        var random = new Random(seed);
        var records = Enumerable.Range(0, count).Select(_ => Record(node, random)).OrderBy(r => r.StartedAt).ToList();
        await node.StoreAsync((IEnumerable<RequestRecord>)records);
        return records;
    }

    /// <summary>The record with the cost of its usage, by the node's prices.</summary>
    public static RequestRecord Priced(this ControlNode node, RequestRecord record)
    {
        var snapshot = node.Snapshots.Current!;
        var target = snapshot.Routes.All.SelectMany(r => r.Targets)
            .First(t => t.Provider.Name == record.Provider && t.Model == record.Model);
        var price = target.Prices?.General.At(record.StartedAt.UtcTicks);
        var cost = PricePolicy.Of(price, new CostQuestion(record.Usage, record.StartedAt.UtcTicks));
        return record with
        {
            Cost = cost?.Amount, Currency = cost?.Currency, PriceVersion = cost is null ? null : price!.Version,
            SnapshotRevision = snapshot.Revision,
        };
    }

    /// <summary>A request of 100 tokens in and 10 out, that its first attempt answered.</summary>
    public static RequestRecord Plain(DateTimeOffset at, string provider = "maker", string model = "large") => new()
    {
        Id = Guid.CreateVersion7(at),
        StartedAt = at,
        DurationUs = 2000,
        Organization = "acme",
        Project = "app",
        ApiKey = "acme-key",
        Operation = Operation.Chat,
        RequestModel = "chat",
        Territory = "FR",
        Evidence = AddressEvidenceText.Write(EvidenceSamples.Evidence("FR")),
        Decision = RequestDecision.Served,
        Provider = provider,
        Model = model,
        Status = 200,
        Usage = new TokenUsage(100, 10, null, null),
        Attempts =
        [
            new AttemptRecord
            {
                Provider = provider, Model = model, Status = 200, StartedAfterUs = 100, FirstByteUs = 900,
                DurationUs = 1900,
            },
        ],
    };

    private static RequestRecord Record(ControlNode node, Random random)
    {
        var at = Start.AddTicks(random.NextInt64((End - Start).Ticks) / 10 * 10);
        var (provider, model) = Targets[random.Next(Targets.Length)];
        var territory = Territories[random.Next(Territories.Length)];
        var input = random.NextInt64(2000);
        var (read, written) = provider == "maker" ? (input / 3, input / 4) : (0, 0);
        var plain = Plain(at, provider, model) with
        {
            Organization = random.Next(3) == 0 ? "other" : "acme",
            Project = Projects[random.Next(Projects.Length)],
            Territory = territory,
            Evidence = AddressEvidenceText.Write(EvidenceSamples.Evidence(territory)),
            Streamed = random.Next(2) == 0,
            DurationUs = random.NextInt64(5_000_000),
            Usage = new TokenUsage(input, random.NextInt64(500), read, null)
            {
                CacheWriteInputTokens = written, CacheWriteHourInputTokens = written / 2,
            },
        };
        return random.Next(6) switch
        {
            0 => plain with
            {
                Decision = RequestDecision.Refused, Ending = RequestEnding.Refused, Status = 403, Provider = null,
                Model = null, ErrorCode = "territory_not_served", Usage = default, Attempts = [],
            },
            1 => node.Priced(plain) with { Decision = RequestDecision.Rerouted },
            _ => node.Priced(plain),
        };
    }
}
