using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using Godwit.Policy.Tests.Configuration;
using Xunit;

namespace Godwit.Policy.Tests.Territories;

/// <summary>Territory policies as tables.</summary>
public class TerritoryRulesCompilerTests
{
    private static readonly DateTimeOffset Noon = new(2024, 7, 9, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_published_list_serves_its_territories_but_not_their_excluded_parts()
    {
        var table = Table(new ServedTerritoriesConfig { Catalog = "alpha" });

        Assert.Equal(TerritoryAction.Serve, At(table, "NO"));
        Assert.Equal(TerritoryAction.Serve, At(table, "UA"));
        Assert.Equal(TerritoryAction.Refuse, At(table, "CN"));
        Assert.Equal(TerritoryAction.Refuse, table.Subdivisions[Part("UA-43")]);
        Assert.Equal(TerritoryAction.Observe, table.Actions[0]);
    }

    [Fact]
    public void A_list_that_is_not_published_restricts_nobody()
    {
        var table = Table(new ServedTerritoriesConfig { Catalog = "beta" });

        Assert.All(table.Actions, action => Assert.Equal(TerritoryAction.Serve, action));
        Assert.Empty(table.Subdivisions);
    }

    [Fact]
    public void What_is_excluded_by_hand_is_excluded_from_an_unpublished_list_too()
    {
        var table = Table(new ServedTerritoriesConfig { Catalog = "beta", Exclude = ["CN"] });

        Assert.Equal(TerritoryAction.Refuse, At(table, "CN"));
        Assert.Equal(TerritoryAction.Serve, At(table, "DE"));
        Assert.Equal(TerritoryAction.Observe, table.Actions[0]);
    }

    [Fact]
    public void Include_adds_to_a_published_list_and_exclude_takes_away()
    {
        var table = Table(
            new ServedTerritoriesConfig { Catalog = "alpha", Include = ["FR", "UA-43"], Exclude = ["DE", "US-TX"] });

        Assert.Equal(TerritoryAction.Serve, At(table, "FR"));
        Assert.Equal(TerritoryAction.Refuse, At(table, "DE"));
        Assert.Equal(TerritoryAction.Serve, At(table, "US"));
        Assert.Equal(TerritoryAction.Refuse, table.Subdivisions[Part("US-TX")]);
        Assert.Equal(TerritoryAction.Serve, table.Subdivisions[Part("UA-43")]);
    }

    [Fact]
    public void A_single_part_that_is_included_leaves_the_rest_of_its_territory_out()
    {
        var table = Table(new ServedTerritoriesConfig { Include = ["UA-30"] });

        Assert.Equal(TerritoryAction.Refuse, At(table, "UA"));
        Assert.Equal(TerritoryAction.Serve, table.Subdivisions[Part("UA-30")]);
    }

    [Fact]
    public void One_word_for_anonymizers_does_not_mean_hosting()
    {
        var table = Table(
            new ServedTerritoriesConfig { Exclude = ["CN"] },
            new AnonymizerConfig { All = TerritoryAction.Refuse, Relay = TerritoryAction.Observe });

        Assert.Equal(TerritoryAction.Refuse, table.Networks[(int)NetworkKind.Tor]);
        Assert.Equal(TerritoryAction.Refuse, table.Networks[(int)NetworkKind.Vpn]);
        Assert.Equal(TerritoryAction.Observe, table.Networks[(int)NetworkKind.Relay]);
        Assert.Equal(TerritoryAction.Serve, table.Networks[(int)NetworkKind.Hosting]);
        Assert.Equal(TerritoryAction.Serve, table.Networks[(int)NetworkKind.Satellite]);
        Assert.Equal(TerritoryAction.Serve, table.Networks[(int)NetworkKind.Anycast]);
        Assert.Equal(TerritoryAction.Serve, table.Networks[(int)NetworkKind.Special]);
        Assert.Equal(TerritoryAction.Serve, table.Networks[(int)NetworkKind.Unclassified]);
        Assert.Equal(Enum.GetValues<NetworkKind>().Length, table.Networks.Length);
    }

    [Fact]
    public void Each_kind_of_network_that_is_named_gets_its_own_action()
    {
        var table = Table(new ServedTerritoriesConfig { Exclude = ["CN"] }, new AnonymizerConfig
        {
            Hosting = TerritoryAction.Reroute, Satellite = TerritoryAction.Observe, Anycast = TerritoryAction.Refuse,
        });

        Assert.Equal(TerritoryAction.Reroute, table.Networks[(int)NetworkKind.Hosting]);
        Assert.Equal(TerritoryAction.Observe, table.Networks[(int)NetworkKind.Satellite]);
        Assert.Equal(TerritoryAction.Refuse, table.Networks[(int)NetworkKind.Anycast]);
        Assert.Equal(TerritoryAction.Serve, table.Networks[(int)NetworkKind.Vpn]);
    }

    /// <summary>
    /// The compiled timeline says at any instant and for any territory what the words of the policy say.
    /// </summary>
    [Property(MaxTest = 300)]
    public Property The_timeline_agrees_with_a_plain_reading_of_the_policy()
    {
        var hours = Gen.Choose(-48, 48);
        var cases =
            from fromHour in Gen.OneOf(hours.Select(h => (int?)h), Gen.Constant((int?)null))
            from length in Gen.OneOf(Gen.Choose(1, 48).Select(h => (int?)h), Gen.Constant((int?)null))
            from seconds in Gen.Choose(-200_000, 200_000)
            from include in Gen.SubListOf("CN", "DE", "NO", "US")
            from exclude in Gen.SubListOf("CN", "FR", "DE")
            from index in Gen.Elements("CN", "DE", "FR", "NO", "US", "ZA")
            from unserved in Gen.Elements(Enum.GetValues<TerritoryAction>())
            select (fromHour, length, seconds, include, exclude, index, unserved);
        return Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var from = c.fromHour is { } h ? Noon.AddHours(h) : (DateTimeOffset?)null;
            var until = c.length is { } l ? (from ?? Noon).AddHours(l) : (DateTimeOffset?)null;
            var include = c.include.Count == 0 ? null : c.include.ToList();
            var policy = Policy(new ServedTerritoriesConfig { Include = include, Exclude = [.. c.exclude] });
            var spec = policy.Spec with
            {
                Effective = new EffectiveConfig { From = from, Until = until },
                Unserved = c.unserved,
            };
            var rules = TerritoryRulesCompiler.Compile(policy with { Spec = spec }, TestCatalog.Set, []);
            var instant = Noon.AddSeconds(c.seconds);
            var inForce = (from is null || instant >= from) && (until is null || instant < until);
            var served = (include is null || include.Contains(c.index)) && !c.exclude.Contains(c.index);

            return Decide(rules, c.index, instant) == (inForce && !served ? c.unserved : TerritoryAction.Serve);
        });
    }

    [Fact]
    public void A_policy_begins_and_ends_to_the_tick()
    {
        var policy = Policy(new ServedTerritoriesConfig { Exclude = ["CN"] });
        var rules = TerritoryRulesCompiler.Compile(
            policy with { Spec =
                policy.Spec with { Effective = new EffectiveConfig { From = Noon, Until = Noon.AddDays(1) } } },
            TestCatalog.Set, []);

        Assert.Equal(TerritoryAction.Serve, Decide(rules, "CN", Noon.AddTicks(-1)));
        Assert.Equal(TerritoryAction.Refuse, Decide(rules, "CN", Noon));
        Assert.Equal(TerritoryAction.Refuse, Decide(rules, "CN", Noon.AddDays(1).AddTicks(-1)));
        Assert.Equal(TerritoryAction.Serve, Decide(rules, "CN", Noon.AddDays(1)));
    }

    private static TerritoryAction Decide(TerritoryRules rules, string territory, DateTimeOffset at)
    {
        var code = TerritoryCode.Parse(territory);
        var evidence =
            new AddressEvidence { Best = code, Candidates = [new TerritoryCandidate(code, default, ["test"])] };
        var facts = new TerritoryFacts(evidence, ChainOutcome.Peer, "acme");
        return TerritoryPolicy.Decide(facts, [rules], "large", at.UtcTicks).Action;
    }

    private static TerritoryTable Table(ServedTerritoriesConfig serves, AnonymizerConfig? anonymizer = null)
    {
        var policy = Policy(serves);
        policy = policy with { Spec = policy.Spec with { Anonymizer = anonymizer } };
        return Assert.Single(TerritoryRulesCompiler.Compile(policy, TestCatalog.Set, []).Timeline).Table!;
    }

    private static Resource<TerritoryPolicyConfig> Policy(ServedTerritoriesConfig serves) => new("policy", 3, new()
    {
        Scope = new TerritoryScopeConfig(),
        Serves = serves,
        Unknown = TerritoryAction.Observe,
    });

    private static TerritoryAction At(TerritoryTable table, string code) =>
        table.Actions[TerritoryCode.Parse(code).Index];

    private static SubdivisionCode Part(string code) =>
        SubdivisionCode.TryParse(code, out var part) ? part : throw new FormatException(code);
}
