using System.Collections.Frozen;
using Godwit.Policy.Access;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Limits;
using Godwit.Policy.Grants;
using Godwit.Policy.Pricing;
using Godwit.Policy.Routing;

namespace Godwit.Policy.Snapshot;

/// <summary>Compiles a valid configuration to the snapshot that the data plane serves from.</summary>
public static class SnapshotCompiler
{
    /// <summary>Compiles a set in which <see cref="ConfigurationValidator"/> found no error.</summary>
    /// <param name="set">The resources.</param>
    /// <param name="catalog">The catalog they were validated with.</param>
    /// <param name="credentials">The credentials of a provider, as many as it names; null when it has none.</param>
    /// <param name="revision">Number of the publication.</param>
    /// <param name="hash">Hash over resources and catalog, lower-case hex.</param>
    /// <param name="now">The instant of compilation; nothing in the snapshot depends on it.</param>
    /// <param name="variables">
    /// Value of an environment variable that a catalog entry names for a placeholder of its URLs; null when not set.
    /// </param>
    public static GatewaySnapshot Compile(
        ConfigurationSet set,
        CatalogSet catalog,
        Func<Resource<ProviderConfig>, ProviderSecrets?> credentials,
        long revision,
        string hash,
        DateTimeOffset now,
        Func<string, string?>? variables = null)
    {
        variables ??= _ => null;
        var providers = ProviderRulesCompiler.Compile(set, catalog, credentials, variables);
        var byName = providers.ToDictionary(p => p.Name);
        var grants = GrantRulesCompiler.Compile(set);
        var routes = RouteTableCompiler.Compile(set, byName, grants, variables);
        var limits = new LimitTable(set, [.. routes.All.Select(r => r.Name)]);
        return new GatewaySnapshot
        {
            Revision = revision,
            Hash = hash,
            CompiledAt = now,
            Access = AccessRulesCompiler.Compile(set, limits),
            Routes = routes,
            Keepers = KeeperCompiler.Compile(set, byName, variables),
            Providers = [.. providers],
            Organizations = PriceScheduleCompiler.OrganizationsOf(set),
            Limits = limits.All.ToFrozenDictionary(limit => limit.Label),
            Exchange = ExchangeRules.Compile(set),
            Grants = grants,
        };
    }
}
