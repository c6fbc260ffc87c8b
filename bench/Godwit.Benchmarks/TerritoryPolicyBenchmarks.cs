using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Benchmarks;

/// <summary>One dated policy deciding about one caller: a table look-up, nothing allocated.</summary>
public class TerritoryPolicyBenchmarks
{
    private static readonly DateTimeOffset From = new(2024, 7, 9, 0, 0, 0, TimeSpan.Zero);
    private static readonly long Now = From.AddYears(2).UtcTicks;

    private static readonly ImmutableArray<TerritoryRules> Rules =
    [
        TerritoryRulesCompiler.Compile(
            new Resource<TerritoryPolicyConfig>("openai-supported-territories", 1, new TerritoryPolicyConfig
            {
                Scope = new TerritoryScopeConfig(),
                Serves = new ServedTerritoriesConfig { Exclude = ["CN", "RU", "IR", "UA-43"] },
                Effective = new EffectiveConfig { From = From },
            }),
            CatalogSet.Empty, []),
    ];

    private readonly TerritoryFacts served = Facts("US");
    private readonly TerritoryFacts refused = Facts("CN");

    [Benchmark(Baseline = true)]
    public TerritoryDecision Served() => TerritoryPolicy.Decide(served, Rules, "gpt-4o", Now);

    [Benchmark]
    public TerritoryDecision Refused() => TerritoryPolicy.Decide(refused, Rules, "gpt-4o", Now);

    private static TerritoryFacts Facts(string code)
    {
        var territory = TerritoryCode.Parse(code);
        var evidence = new AddressEvidence
        {
            Best = territory,
            Candidates = [new TerritoryCandidate(territory, default, ["ipfire", "dbip"])],
            Confidence = Confidence.High,
        };
        return new(evidence, ChainOutcome.Forwarded, "contoso");
    }
}
