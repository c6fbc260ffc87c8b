using Godwit.Control.Notices.Texts;
using Godwit.Control.Resources.Reading;
using Godwit.Control.Storage;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Resources;

/// <summary>A whole configuration, bound and checked: what may be published, or the errors why it may not.</summary>
/// <param name="Set">The resources that could be bound.</param>
/// <param name="Documents">The documents they were bound from, those of the environment included.</param>
/// <param name="Errors">Everything that is wrong; empty for a valid configuration.</param>
internal sealed record AssembledConfiguration(
    ConfigurationSet Set, IReadOnlyList<ResourceDocument> Documents, IReadOnlyList<ConfigurationError> Errors);

/// <summary>
/// Puts a whole configuration together and checks it; the one way to it for changes and for publication.
/// </summary>
internal sealed class ConfigurationAssembly(CatalogSet catalog, EnvironmentProviders environment)
{
    public CatalogSet Catalog => catalog;

    public AssembledConfiguration Assemble(IReadOnlyList<ResourceDocument> documents)
    {
        var errors = new List<ConfigurationError>();
        var all =
            documents.Any(d => d.Kind == ResourceKind.Provider) ? documents : [.. documents, .. environment.Find()];
        var set = ConfigurationBinder.Bind(all, errors);
        // References to what could not be bound would be reported as missing: shape comes first.
        if (errors.Count == 0)
        {
            ConfigurationValidator.Validate(set, catalog, all, errors);
            TemplateCheck.Check(set, all, errors);
        }

        return new AssembledConfiguration(set, all, errors);
    }

    public AssembledConfiguration Assemble(IEnumerable<StoredResource> resources) =>
        Assemble([.. resources.Select(ToDocument)]);

    public static ResourceDocument ToDocument(StoredResource resource) =>
        ResourceReader.FromStore(resource.Kind, resource.Name, resource.Version, resource.Spec, [])
        ?? throw new InvalidOperationException($"The stored spec of {resource.Key} is not JSON.");
}
