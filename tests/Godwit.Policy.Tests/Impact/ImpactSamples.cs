using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Impact;
using Godwit.Policy.Tests.Configuration;
using Godwit.Policy.Tests.Territories;

namespace Godwit.Policy.Tests.Impact;

/// <summary>Three providers with facts, a route over two of them, and a policy that excludes CN from one.</summary>
internal static class ImpactSamples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly AsOf = new(2026, 11, 1);

    public static ImpactRules Rules(
        string[]? scope = null, EffectiveConfig? effective = null, ExemptionConfig[]? exemptions = null,
        params Resource<TerritoryPolicyConfig>[] others) => ImpactRules.Compile(
        new ConfigurationSet
        {
            Providers = [Provider("maker"), Provider("east"), Provider("west")],
            Routes =
            [
                new("chat", 1, new RouteConfig
                {
                    Targets = [new TargetConfig { Target = "maker/large" }, new TargetConfig { Target = "west/fit" }],
                }),
            ],
            TerritoryPolicies =
            [
                Policy("cut", scope ?? ["maker"], "CN") is var cut ? cut with
                {
                    Spec = cut.Spec with { Effective = effective, Exemptions = exemptions },
                } : cut,
                .. others,
            ],
        },
        Catalog, "cut", Now);

    public static Resource<TerritoryPolicyConfig> Policy(string name, string[] providers, params string[] excluded) =>
        new(name, 1, new TerritoryPolicyConfig
        {
            Scope = new TerritoryScopeConfig { Providers = providers },
            Serves = new ServedTerritoriesConfig { Exclude = excluded },
        });

    public static UsedTarget Used(params (string Territory, long Requests)[] callers) => new(
        "chat", "maker", "large", Operation.Chat, new TokenUsage(1_000_000, 1_000_000, null, null),
        [.. callers.Select(c => new UsedFrom(PolicySamples.From(c.Territory), c.Requests))]);

    private static CatalogSet Catalog { get; } = new(
    [
        Entry("maker", Model("large", 128_000, "USD", 2, 8, Ability.Tools, Ability.Vision)),
        Entry(
            "east", Model("cheap", 64_000, "USD", 1, 1, Ability.Tools),
            Model("same", 256_000, "USD", 1, 4, Ability.Tools, Ability.Vision),
            Model("yuan", 256_000, "CNY", 4, 16, Ability.Tools, Ability.Vision)),
        Entry("west", Model("fit", 128_000, "USD", 4, 16, Ability.Tools, Ability.Vision)),
    ]);

    private static Resource<ProviderConfig> Provider(string name) =>
        new(name, 1, new ProviderConfig { Catalog = name });

    private static CatalogProvider Entry(string name, params CatalogModel[] models) => TestCatalog.Alpha with
    {
        Name = name,
        Models = models,
        Grants = name != "east" ? [] :
        [
            new CatalogGrant { Name = "trial", Title = "trial", Models = ["same"], Source = "s", AsOf = AsOf },
            new CatalogGrant
            {
                Name = "over", Title = "over", Until = new DateOnly(2026, 1, 1), Source = "s", AsOf = AsOf,
            },
        ],
    };

    private static CatalogModel Model(
        string name, int context, string currency, decimal input, decimal output, params Ability[] abilities) => new()
    {
        Name = name,
        ContextTokens = context,
        Abilities = abilities,
        Source = "s",
        AsOf = AsOf,
        Prices =
        [
            new CatalogPrice
            {
                ValidFrom = AsOf, Currency = currency, InputPerMillion = input, OutputPerMillion = output, Source = "s",
                AsOf = AsOf,
            },
        ],
    };
}
