using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Snapshot;

/// <summary>Compiles Provider resources with what the catalog knows of them.</summary>
internal static class ProviderRulesCompiler
{
    public static List<ProviderRules> Compile(
        ConfigurationSet set,
        CatalogSet catalog,
        Func<Resource<ProviderConfig>, ProviderSecrets?> credentials,
        Func<string, string?> variables)
    {
        var policies = set.TerritoryPolicies.OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => (p.Spec, Rules: TerritoryRulesCompiler.Compile(p, catalog, set.Organizations))).ToList();
        var providers = new List<ProviderRules>(set.Providers.Count);
        foreach (var resource in set.Providers.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            var spec = resource.Spec;
            var entry = catalog.Find(spec.Catalog);
            providers.Add(new ProviderRules
            {
                Index = providers.Count,
                Name = resource.Name,
                Catalog = entry,
                CloudRegion = ProviderEndpoints.CloudRegionOf(spec, entry, variables),
                TelemetryName = entry?.TelemetryName ?? resource.Name,
                Dialect = entry?.Dialect ?? spec.Dialect ?? Dialect.OpenAIChat,
                Credentials = ProviderCredentialCompiler.Compile(spec, entry, credentials(resource), variables),
                OneAccount = spec.Credentials is null,
                Http2 = spec.Http2 ?? entry?.Http2 ?? false,
                Simulated = spec.Simulated,
                RequestRules = entry is null ? null : RequestRules.Compile(entry.Parameters),
                StreamUsageOption = entry?.StreamUsageOption ?? true,
                ConnectTimeout = TimeSpan.FromMilliseconds(spec.ConnectTimeoutMs),
                ResponseTimeout = TimeSpan.FromMilliseconds(spec.ResponseTimeoutMs),
                IdleTimeout = TimeSpan.FromMilliseconds(spec.IdleTimeoutMs),
                Territories =
                    [.. policies.Where(p => TerritoryRulesCompiler.AppliesTo(p.Spec, resource)).Select(p => p.Rules)],
            });
        }

        return providers;
    }
}
