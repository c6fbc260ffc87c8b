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
    /// <param name="policy">The policy.</param>
    /// <param name="catalog">The catalog whose lists it may use.</param>
    /// <param name="organizations">Every organization, for the facts of their accounts.</param>
    public static TerritoryRules Compile(
        Resource<TerritoryPolicyConfig> policy, CatalogSet catalog,
        IReadOnlyList<Resource<OrganizationConfig>> organizations)
    {
        var spec = policy.Spec;
        var served = ServedTerritories.Of(spec.Serves, catalog);
        return new TerritoryRules
        {
            Name = policy.Name,
            Version = policy.Version,
            Timeline = CompileTimeline(policy, CompileTable(spec, served)),
            Models = spec.Scope.Models?.ToFrozenSet(StringComparer.Ordinal),
            Organizations = spec.Scope.Organizations?.ToFrozenSet(StringComparer.Ordinal),
            Surfaces = spec.Scope.Surfaces?.ToFrozenSet(),
            Exemptions = CompileExemptions(spec.Exemptions ?? []),
            Accounts = AccountVerdicts.Compile(spec, served, organizations),
            Streams = spec.Streams,
            LegalDemand = spec.LegalDemand is { } demand
                ? new LegalDemand(Link(demand.BlockedBy, "blocked-by"), demand.Reference)
                : null,
            Contact = spec.Contact,
        };
    }

    /// <summary>True when the policy's scope names the provider, by its own name or its catalog entry's.</summary>
    public static bool AppliesTo(TerritoryPolicyConfig policy, Resource<ProviderConfig> provider) =>
        policy.Scope.Providers is not { } names
        || names.Contains(provider.Name)
        || (provider.Spec.Catalog is { } entry && names.Contains(entry));

    private static ImmutableArray<TerritoryPeriod> CompileTimeline(
        Resource<TerritoryPolicyConfig> policy, TerritoryTable table)
    {
        var spec = policy.Spec;
        var periods = ImmutableArray.CreateBuilder<TerritoryPeriod>();
        if (spec.Effective?.From is { } from)
        {
            periods.Add(new TerritoryPeriod(long.MinValue, null));
            if ((spec.NoticeFrom ?? spec.Announced) is { } noticeFrom && noticeFrom < from)
                periods.Add(new TerritoryPeriod(noticeFrom.UtcTicks, table, CompileNotice(policy, from)));
            periods.Add(new TerritoryPeriod(from.UtcTicks, table));
        }
        else
        {
            periods.Add(new TerritoryPeriod(long.MinValue, table));
        }

        if (spec.Effective?.Until is { } until)
            periods.Add(new TerritoryPeriod(until.UtcTicks, null));
        return periods.ToImmutable();
    }

    private static TerritoryNotice CompileNotice(Resource<TerritoryPolicyConfig> policy, DateTimeOffset from)
    {
        var url = policy.Spec.NoticeUrl ?? policy.Spec.Contact;
        return new TerritoryNotice(
            $"{policy.Name}@{policy.Version}", from.UtcTicks,
            url is not null && TextRules.IsLinkUrl(url) ? Link(url, "sunset") : null);
    }

    // AbsoluteUri escapes what could end the target of a link early.
    private static string Link(string url, string relation) => $"<{new Uri(url).AbsoluteUri}>; rel=\"{relation}\"";

    private static FrozenDictionary<string, ImmutableArray<TerritoryExemption>> CompileExemptions(
        IReadOnlyList<ExemptionConfig> exemptions) => exemptions
        .GroupBy(exemption => exemption.Organization, StringComparer.Ordinal)
        .ToFrozenDictionary(
            group => group.Key,
            group => group.OrderBy(e => e.Until)
                .Select(e => new TerritoryExemption(
                    e.From?.UtcTicks ?? long.MinValue, e.Until.UtcTicks, e.Approver))
                .ToImmutableArray(),
            StringComparer.Ordinal);

    private static TerritoryTable CompileTable(TerritoryPolicyConfig spec, ServedTerritories served)
    {
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

    // Servers call APIs from data centres, so that "all" would refuse nearly everybody if it meant hosting too; and
    // neither a satellite terminal nor an anycast address hides its user.
    private static TerritoryAction ActionFor(NetworkKind kind, AnonymizerConfig config) => kind switch
    {
        NetworkKind.Tor => config.Tor ?? config.All,
        NetworkKind.PublicProxy => config.PublicProxy ?? config.All,
        NetworkKind.ResidentialProxy => config.ResidentialProxy ?? config.All,
        NetworkKind.Vpn => config.Vpn ?? config.All,
        NetworkKind.Relay => config.Relay ?? config.All,
        NetworkKind.Hosting => config.Hosting,
        NetworkKind.Satellite => config.Satellite,
        NetworkKind.Anycast => config.Anycast,
        _ => null,
    } ?? TerritoryAction.Serve;
}
