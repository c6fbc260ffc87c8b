using System.Collections.Frozen;
using System.Collections.Immutable;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Territories;

/// <summary>
/// Compiles territory policies to timelines of tables. The policies are valid; nothing is checked again.
/// </summary>
public static class TerritoryRulesCompiler
{
    /// <summary>The rules of one policy.</summary>
    public static TerritoryRules Compile(Resource<TerritoryPolicyConfig> policy, CatalogSet catalog)
    {
        var spec = policy.Spec;
        return new TerritoryRules
        {
            Name = policy.Name,
            Version = policy.Version,
            Timeline = CompileTimeline(spec.Effective, CompileTable(spec, catalog)),
            Models = spec.Scope.Models?.ToFrozenSet(StringComparer.Ordinal),
            Organizations = spec.Scope.Organizations?.ToFrozenSet(StringComparer.Ordinal),
            ExemptUntilTicks = (spec.Exemptions ?? []).ToFrozenDictionary(
                e => e.Organization, e => e.Until.UtcTicks, StringComparer.Ordinal),
            Contact = spec.Contact,
        };
    }

    /// <summary>True when the policy's scope names the provider, by its own name or its catalog entry's.</summary>
    public static bool AppliesTo(TerritoryPolicyConfig policy, Resource<ProviderConfig> provider) =>
        policy.Scope.Providers is not { } names
        || names.Contains(provider.Name)
        || (provider.Spec.Catalog is { } entry && names.Contains(entry));

    private static ImmutableArray<TerritoryPeriod> CompileTimeline(EffectiveConfig? effective, TerritoryTable table)
    {
        var periods = ImmutableArray.CreateBuilder<TerritoryPeriod>(3);
        if (effective?.From is { } from)
        {
            periods.Add(new TerritoryPeriod(long.MinValue, null));
            periods.Add(new TerritoryPeriod(from.UtcTicks, table));
        }
        else
        {
            periods.Add(new TerritoryPeriod(long.MinValue, table));
        }

        if (effective?.Until is { } until)
            periods.Add(new TerritoryPeriod(until.UtcTicks, null));
        return periods.ToImmutable();
    }

    private static TerritoryTable CompileTable(TerritoryPolicyConfig spec, CatalogSet catalog)
    {
        var served = ServedTerritories.Of(spec.Serves, catalog);
        var actions = new TerritoryAction[TerritoryCode.IndexCount];
        actions[0] = served.RestrictsNobody ? TerritoryAction.Serve : spec.Unknown;
        for (var i = 1; i < actions.Length; i++)
            actions[i] = served.Serves(TerritoryCode.FromIndex(i)) ? TerritoryAction.Serve : spec.Unserved;
        return new TerritoryTable
        {
            Actions = [.. actions],
            Subdivisions = served.Parts.ToFrozenDictionary(
                part => part.Key, part => part.Value ? TerritoryAction.Serve : spec.Unserved),
            Disputed = spec.Disputed,
            Match = spec.Match,
            Networks = CompileNetworks(spec.Anonymizer),
        };
    }

    private static ImmutableArray<TerritoryAction> CompileNetworks(AnonymizerConfig? config) =>
        [.. Enum.GetValues<NetworkKind>().Select(kind => ActionFor(kind, config ?? new AnonymizerConfig()))];

    // Servers call APIs from data centres, so that "all" would refuse nearly everybody if it meant hosting too.
    private static TerritoryAction ActionFor(NetworkKind kind, AnonymizerConfig config) => kind switch
    {
        NetworkKind.Tor => config.Tor ?? config.All,
        NetworkKind.PublicProxy => config.PublicProxy ?? config.All,
        NetworkKind.ResidentialProxy => config.ResidentialProxy ?? config.All,
        NetworkKind.Vpn => config.Vpn ?? config.All,
        NetworkKind.Relay => config.Relay ?? config.All,
        NetworkKind.Hosting => config.Hosting,
        _ => null,
    } ?? TerritoryAction.Serve;
}
