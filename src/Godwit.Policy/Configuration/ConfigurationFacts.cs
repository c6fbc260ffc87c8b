using Godwit.Policy.Catalog;

namespace Godwit.Policy.Configuration;

/// <summary>The names that references may use.</summary>
internal sealed class ConfigurationFacts(ConfigurationSet set, CatalogSet catalog)
{
    public CatalogSet Catalog { get; } = catalog;

    public HashSet<string> Organizations { get; } = [.. set.Organizations.Select(r => r.Name)];

    public HashSet<string> Projects { get; } = [.. set.Projects.Select(r => r.Name)];

    public Dictionary<string, ProviderConfig> Providers { get; } = set.Providers.ToDictionary(r => r.Name, r => r.Spec);

    public IEnumerable<string> CatalogNames => Catalog.Providers.Select(p => p.Name);

    /// <summary>Every model name a client may send: the routes, and what follows from the providers.</summary>
    public HashSet<string> RouteNames { get; } =
    [
        .. set.Routes.Select(r => r.Name),
        .. set.Providers.SelectMany(p => ProviderModels.Of(p.Spec, catalog.Find(p.Spec.Catalog))
            .SelectMany(m => new[] { m.Name, $"{p.Name}/{m.Name}" })),
    ];
}
