using System.Reflection;
using Godwit.Control.Resources.Reading;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Reconciliation.Exports;

/// <summary>The mappings that ship, and those that operators write.</summary>
public static class ExportMappings
{
    private const string Prefix = "Godwit.Control.Reconciliation.Exports.Mappings.";
    private const string Suffix = ".yaml";

    /// <summary>Names of the mappings that ship.</summary>
    public static IReadOnlyList<string> Shipped { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>The mapping of a name that ships, or of a file; null, with errors, when it is none.</summary>
    public static ExportMapping? Read(string nameOrFile, List<string> errors)
    {
        var found = new List<ConfigurationError>();
        var info = ExportMappingJsonContext.Default.ExportMapping;
        var mapping = Shipped.Contains(nameOrFile)
            ? ConfigurationBinder.BindDocument(
                ResourceReader.ReadNodes(TextOf(nameOrFile), nameOrFile + Suffix, found).Single(), "mapping", info,
                found)
            : DocumentFile.Read(nameOrFile, "mapping", info, found);
        errors.AddRange(found.Select(error => error.ToString()));
        if (mapping is null)
            return null;
        var wrong = ExportMappingValidator.Validate(mapping);
        errors.AddRange(wrong.Select(error => $"{nameOrFile}: {error}"));
        return wrong.Count == 0 ? mapping : null;
    }

    private static string TextOf(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name + Suffix)!;
        return new StreamReader(stream).ReadToEnd();
    }
}
