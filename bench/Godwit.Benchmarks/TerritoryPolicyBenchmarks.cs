using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Benchmarks;

/// <summary>Dated policies deciding about one caller: a table look-up, nothing allocated.</summary>
public class TerritoryPolicyBenchmarks
{
    private static readonly DateTimeOffset From = new(2024, 7, 9, 0, 0, 0, TimeSpan.Zero);
    private static readonly long Now = From.AddYears(2).UtcTicks;
    private static readonly long Before = From.AddDays(-7).UtcTicks;

    private static readonly TerritoryPolicyConfig Plain = new()
    {
        Scope = new TerritoryScopeConfig(),
        Serves = new ServedTerritoriesConfig { Exclude = ["CN", "RU", "IR", "UA-43"] },
        Effective = new EffectiveConfig { From = From },
    };

    private static readonly ImmutableArray<TerritoryRules> Rules = [Compile("plain", Plain)];

    /// <summary>Everything that a policy can say, and a second policy beside it.</summary>
    private static readonly ImmutableArray<TerritoryRules> Full =
    [
        Compile("full", Plain with
        {
            Scope = new TerritoryScopeConfig { Surfaces = [Surface.Api] },
            NoticeFrom = From.AddDays(-14),
            Account = new AccountRuleConfig { Use = [AccountFactKind.Billing], OwnershipAbovePercent = 50 },
            Streams = TerritoryStreams.Cut,
            Exemptions =
            [
                new ExemptionConfig { Organization = "exempt", Until = From.AddYears(3), Approver = "counsel" },
            ],
        }),
        Compile("second", Plain),
    ];

    private readonly TerritoryFacts served = Facts("US", "contoso");
    private readonly TerritoryFacts refused = Facts("CN", "contoso");
    private readonly TerritoryFacts refusedByAccount = Facts("US", "fabrikam");
    private readonly TerritoryFacts exempt = Facts("CN", "exempt");

    [Benchmark(Baseline = true)]
    public TerritoryDecision Served() => TerritoryPolicy.Decide(served, Rules, "gpt-4o", Now);

    [Benchmark]
    public TerritoryDecision Refused() => TerritoryPolicy.Decide(refused, Rules, "gpt-4o", Now);

    [Benchmark]
    public TerritoryDecision ServedByTwo() => TerritoryPolicy.Decide(served, Full, "gpt-4o", Now);

    [Benchmark]
    public TerritoryDecision RefusedByAccount() => TerritoryPolicy.Decide(refusedByAccount, Full, "gpt-4o", Now);

    [Benchmark]
    public TerritoryDecision Exempt() => TerritoryPolicy.Decide(exempt, Full, "gpt-4o", Now);

    [Benchmark]
    public TerritoryDecision Notice() => TerritoryPolicy.Decide(refused, Full, "gpt-4o", Before);

    [Benchmark]
    public TerritoryCut? NoCut() => TerritoryPolicy.CutOf(served, Rules, "gpt-4o", Before);

    [Benchmark]
    public TerritoryCut? CutAhead() => TerritoryPolicy.CutOf(refused, Full, "gpt-4o", Before);

    private static TerritoryRules Compile(string name, TerritoryPolicyConfig spec) => TerritoryRulesCompiler.Compile(
        new Resource<TerritoryPolicyConfig>(name, 1, spec), CatalogSet.Empty,
        [
            new Resource<OrganizationConfig>("fabrikam", 1, new OrganizationConfig
            {
                Account = new AccountConfig
                {
                    Billing = new AccountFactConfig { Territory = "CN", Source = "invoice", AsOf = new(2024, 6, 1) },
                },
            }),
        ]);

    private static TerritoryFacts Facts(string code, string organization)
    {
        var territory = TerritoryCode.Parse(code);
        var evidence = new AddressEvidence
        {
            Best = territory,
            Candidates = [new TerritoryCandidate(territory, default, ["ipfire", "dbip"])],
            Confidence = Confidence.High,
        };
        return new(evidence, ChainOutcome.Forwarded, organization);
    }
}
