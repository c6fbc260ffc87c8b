using System.Security.Cryptography;
using System.Text;
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

    /// <summary>
    /// The same for a process that serves: files that are as they shipped were tested when they did, and are read when
    /// somebody first asks for their entry. Whatever somebody wrote or changed is read and checked at once.
    /// </summary>
    /// <param name="folders">Catalog folders, the shipped one first. One that does not exist is an error.</param>
    /// <param name="errors">Where errors are added; an entry with errors is left out.</param>
    public static CatalogSet Open(IReadOnlyList<string> folders, List<ConfigurationError> errors)
    {
        var entries = new Dictionary<string, (Lazy<CatalogProvider> Entry, byte[] Hash)>(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            foreach (var file in ConfigurationFiles.Find(Path.Combine(folder, "providers"), errors))
            {
                if (ConfigurationFiles.ReadText(file, errors) is { } text)
                    Open(file, text, entries, errors);
            }
        }

        using var fingerprint = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, hash) in entries.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => e.Value))
            fingerprint.AppendData(hash);
        return new CatalogSet(
            entries.Select(e => KeyValuePair.Create(e.Key, e.Value.Entry)), fingerprint.GetHashAndReset());
    }

    private static void Open(
        string file, string text, Dictionary<string, (Lazy<CatalogProvider>, byte[])> entries,
        List<ConfigurationError> errors)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        if (ShippedFiles.Contains(name, hash))
            entries[name] = (new Lazy<CatalogProvider>(() => ReadTested(file, text)), hash);
        else if (ReadText(file, text, errors) is { } entry)
            entries[entry.Name] = (new Lazy<CatalogProvider>(entry), hash);
    }

    private static CatalogProvider ReadTested(string file, string text)
    {
        var errors = new List<ConfigurationError>();
        return ReadText(file, text, errors)
            ?? throw new InvalidDataException(string.Join(Environment.NewLine, errors));
    }

    private static CatalogProvider? ReadFile(string file, List<ConfigurationError> errors) =>
        ConfigurationFiles.ReadText(file, errors) is { } text ? ReadText(file, text, errors) : null;

    private static CatalogProvider? ReadText(string file, string text, List<ConfigurationError> errors)
    {
        var before = errors.Count;
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
