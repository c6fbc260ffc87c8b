using Godwit.Policy.Catalog;

namespace Godwit.Policy.Configuration;

/// <summary>The names that references may use.</summary>
internal sealed class ConfigurationFacts
{
    public ConfigurationFacts(ConfigurationSet set, CatalogSet catalog, Func<string, string?>? variables)
    {
        Catalog = catalog;
        Variables = variables;
        CatalogNames = [.. catalog.Names];
        Organizations = [.. set.Organizations.Select(r => r.Name)];
        Projects = [.. set.Projects.Select(r => r.Name)];
        ApiKeys = [.. set.ApiKeys.Select(r => r.Name)];
        Models = set.Providers.ToDictionary(
            provider => provider.Name,
            provider =>
                ProviderModels.Of(provider.Spec, catalog.Find(provider.Spec.Catalog)).Select(m => m.Name).ToHashSet());
        NoticePlans = [.. set.NoticePlans.Select(r => r.Name)];
        RouteNames = [.. set.Routes.Select(r => r.Name)];
        foreach (var (provider, models) in Models)
        {
            RouteNames.UnionWith(models);
            RouteNames.UnionWith(models.Select(model => $"{provider}/{model}"));
        }
    }

    public CatalogSet Catalog { get; }

    /// <summary>Values of environment variables; null when they are not known here.</summary>
    public Func<string, string?>? Variables { get; }

    public HashSet<string> CatalogNames { get; }

    public HashSet<string> Organizations { get; }

    public HashSet<string> Projects { get; }

    public HashSet<string> ApiKeys { get; }

    public HashSet<string> NoticePlans { get; }

    /// <summary>The models of each provider.</summary>
    public Dictionary<string, HashSet<string>> Models { get; }

    /// <summary>Every model name a client may send: the routes, and what follows from the providers.</summary>
    public HashSet<string> RouteNames { get; }
}
