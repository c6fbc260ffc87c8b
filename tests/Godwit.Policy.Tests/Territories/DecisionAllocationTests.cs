using System.Collections.Immutable;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Territories;
using Xunit;
using static Godwit.Policy.Tests.Territories.PolicySamples;

namespace Godwit.Policy.Tests.Territories;

/// <summary>Decisions on the request path leave nothing to collect, whatever a policy says.</summary>
public class DecisionAllocationTests
{
    [Theory]
    [InlineData("CN", "other", -1, TerritoryReason.NoticePhase)]
    [InlineData("US", "acme", 1, TerritoryReason.AccountTerritoryNotServed)]
    [InlineData("CN", "exempt", 1, TerritoryReason.ExemptionApplied)]
    [InlineData("CN", "other", 1, TerritoryReason.TerritoryNotServed)]
    public void Nothing_is_allocated(string territory, string organization, int days, TerritoryReason reason)
    {
        var facts = From(territory, organization);
        var (rules, at) = (ImmutableArray.Create(Rules("a"), Rules("b")), CutOff.AddDays(days).UtcTicks);
        Assert.Equal(reason, TerritoryPolicy.Decide(facts, rules, "m", at).Reason);
        TerritoryPolicy.CutOf(facts, rules, "m", at);
        TerritoryPolicy.ServedUntilTicks(facts, rules, "m", at);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            TerritoryPolicy.Decide(facts, rules, "m", at);
            TerritoryPolicy.CutOf(facts, rules, "m", at);
            TerritoryPolicy.ServedUntilTicks(facts, rules, "m", at);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static TerritoryRules Rules(string name) => TerritoryRulesCompiler.Compile(
        new(name, 1, new()
        {
            Scope = new() { Models = ["m"], Surfaces = [Surface.Api] },
            Serves = new() { Exclude = ["CN"] },
            NoticeFrom = CutOff.AddDays(-14),
            Effective = new() { From = CutOff },
            Account = new() { Use = [AccountFactKind.Billing] },
            Streams = TerritoryStreams.Cut,
            Exemptions = [new() { Organization = "exempt", Until = CutOff.AddDays(2), Approver = "counsel" }],
        }),
        CatalogSet.Empty,
        [
            new("acme", 1, new()
            {
                Account = new() { Billing = new() { Territory = "CN", Source = "invoice", AsOf = default } },
            }),
        ]);
}
