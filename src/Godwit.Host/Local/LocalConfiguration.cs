using Godwit.Control.Catalog;
using Godwit.Control.Notices.Texts;
using Godwit.Control.Resources.Reading;
using Godwit.Host.Demo;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using ConfigurationBinder = Godwit.Policy.Configuration.ConfigurationBinder;

namespace Godwit.Host.Local;

/// <summary>A configuration read from files, checked without a server.</summary>
/// <param name="Set">The resources.</param>
/// <param name="Catalog">The catalog they refer to.</param>
/// <param name="Documents">The documents they were read from.</param>
/// <param name="Errors">Everything that is wrong.</param>
internal sealed record LocalConfiguration(
    ConfigurationSet Set, CatalogSet Catalog, IReadOnlyList<ResourceDocument> Documents,
        IReadOnlyList<ConfigurationError> Errors)
{
    // Nothing is sent to the simulated providers here; an address that answers nobody stands for theirs.
    private static readonly Uri NoSimulator = new("http://127.0.0.1:9");

    /// <summary>Reads the catalog that ships, with the operator's own files over it.</summary>
    public static CatalogSet ReadCatalog(string? overlay, List<ConfigurationError> errors) =>
        CatalogReader.Read(
            overlay is null ? [CatalogReader.ShippedFolder] : [CatalogReader.ShippedFolder, overlay], errors);

    /// <summary>Reads files and folders.</summary>
    public static LocalConfiguration Read(IEnumerable<string> paths, string? catalogOverlay)
    {
        var errors = new List<ConfigurationError>();
        var documents = paths.SelectMany(path => ResourceReader.ReadPath(path, errors)).ToList();
        return Check(documents, catalogOverlay, errors);
    }

    /// <summary>The demo's resources, as a demo that starts now would have them.</summary>
    public static LocalConfiguration OfDemo(DateTimeOffset now, string? catalogOverlay)
    {
        var errors = new List<ConfigurationError>();
        var documents = DemoFiles.Read(NoSimulator, now)
            .SelectMany(file => ResourceReader.ReadText(file.Value, file.Key, errors)).ToList();
        return Check(documents, catalogOverlay, errors);
    }

    private static LocalConfiguration Check(
        List<ResourceDocument> documents, string? catalogOverlay, List<ConfigurationError> errors)
    {
        var catalog = ReadCatalog(catalogOverlay, errors);
        var set = ConfigurationBinder.Bind(documents, errors);
        ConfigurationValidator.Validate(set, catalog, documents, errors);
        TemplateCheck.Check(set, documents, errors);
        return new LocalConfiguration(set, catalog, documents, errors);
    }
}
