using System.Text.Json;
using Godwit.Control.Resources.Reading;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Resources;

/// <summary>
/// The providers that are there because their usual environment variable is set, while nobody wrote a Provider.
/// </summary>
internal sealed class EnvironmentProviders(CatalogSet catalog, Func<string, string?> environment)
{
    /// <summary>A document for each catalog entry with a credential and everything else it needs.</summary>
    public IReadOnlyList<ResourceDocument> Find() =>
        [.. catalog.Providers.OrderBy(p => p.Name, StringComparer.Ordinal).Select(Find).OfType<ResourceDocument>()];

    private ResourceDocument? Find(CatalogProvider provider)
    {
        var variable = provider.CredentialEnv.FirstOrDefault(name => environment(name) is { Length: > 0 });
        if (variable is null || provider.Variables.Any(v => v.Default is null && !IsSet(v.Env)))
            return null;
        var spec = $$$"""{"catalog":{{{Quote(provider.Name)}}},"credential":{"env":{{{Quote(variable)}}}}}""";
        return ResourceReader.FromStore(ResourceKind.Provider, provider.Name, 0, spec, []);
    }

    private bool IsSet(string? variable) => variable is not null && environment(variable) is { Length: > 0 };

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
