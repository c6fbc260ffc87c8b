using Godwit.Control.Resources.Reading;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Catalog;

/// <summary>Reads the catalog: the files that ship beside the executable, and those that overlay them.</summary>
public static class CatalogReader
{
    /// <summary>The folder that ships beside the executable.</summary>
    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "catalog");

    /// <summary>
    /// Reads <c>providers/*.yaml</c> of each folder; a later folder's file replaces an earlier entry of its name.
    /// </summary>
    /// <param name="folders">Catalog folders, the shipped one first. One that does not exist is an error.</param>
    /// <param name="errors">Where errors are added; an entry with errors is left out.</param>
    public static CatalogSet Read(IReadOnlyList<string> folders, List<ConfigurationError> errors)
    {
        var entries = new Dictionary<string, CatalogProvider>(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            foreach (var file in ConfigurationFiles.Find(Path.Combine(folder, "providers"), errors))
            {
                if (ReadFile(file, errors) is { } entry)
                    entries[entry.Name] = entry;
            }
        }

        return new CatalogSet(entries.Values);
    }

    private static CatalogProvider? ReadFile(string file, List<ConfigurationError> errors)
    {
        var before = errors.Count;
        if (ConfigurationFiles.ReadText(file, errors) is not { } text)
            return null;
        var name = Path.GetFileNameWithoutExtension(file);
        var nodes = ResourceReader.ReadNodes(text, file, errors);
        if (nodes is not [var node])
        {
            if (errors.Count == before)
                errors.Add(new ConfigurationError(file, 1, 1, $"catalog/{name}", "", "holds not exactly one entry"));
            return null;
        }

        if (ConfigurationBinder.BindCatalogEntry(node, name, errors) is not { } entry)
            return null;
        if (entry.Name != name)
            errors.Add(ConfigurationError.At(
                node.Nearest("name"), $"catalog/{name}", "name", $"'{entry.Name}' is not the file's name", name));
        CatalogProviderValidator.Validate(entry, node, errors);
        return errors.Count == before ? entry : null;
    }
}
