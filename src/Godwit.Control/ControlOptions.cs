using Godwit.Control.Catalog;
using Godwit.Control.Notices;
using Godwit.Policy.Configuration;

namespace Godwit.Control;

/// <summary>What the control plane is started with.</summary>
public sealed record ControlOptions
{
    /// <summary>Name of the environment variable that holds the data key of a cluster's nodes.</summary>
    public const string DataKeyVariable = Secrets.SecretSealer.Variable;

    /// <summary>
    /// Folder for the store, the data key, the admin token and the last good resources. Made when absent.
    /// </summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// PostgreSQL, as a <c>postgres://</c> URL or in Npgsql's form; null for SQLite in the data folder.
    /// </summary>
    public string? ConnectionString { get; init; }

    /// <summary>Files and folders whose resources are applied as managed by file, and again when they change.</summary>
    public IReadOnlyList<string> ConfigPaths { get; init; } = [];

    /// <summary>Folder with catalog files that add to or replace those that come with Godwit; null for none.</summary>
    public string? CatalogOverlay { get; init; }

    /// <summary>How long what was recorded is kept.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>How notices are sent.</summary>
    public NoticeOptions Notices { get; init; } = new();

    /// <summary>Where values of environment variables are taken from.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>What is wrong with the options, each a sentence that names the option; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (string.IsNullOrWhiteSpace(DataFolder))
            errors.Add("data folder: a path is expected.");
        else if (File.Exists(DataFolder))
            errors.Add($"data folder: '{DataFolder}' is a file; a folder is expected.");
        if (ConnectionString is { } text)
        {
            try
            {
                Storage.Postgres.PostgresConnectionString.Normalize(text);
            }
            catch (ArgumentException e)
            {
                errors.Add(
                    $"connection string: {e.Message} "
                    + "Accepted: postgres://user:password@host/database, or Host=…;Database=….");
            }
        }

        errors.AddRange(Retention.Validate());
        foreach (var path in ConfigPaths.Where(p => !File.Exists(p) && !Directory.Exists(p)))
            errors.Add($"config: '{path}' does not exist.");
        if (CatalogOverlay is { } overlay)
            CheckCatalog(overlay, errors);
        errors.AddRange(Notices.Validate(Environment));
        return errors;
    }

    private static void CheckCatalog(string overlay, List<string> errors)
    {
        if (!Directory.Exists(overlay))
        {
            errors.Add($"catalog overlay: '{overlay}' is not a folder.");
            return;
        }

        var wrong = new List<ConfigurationError>();
        CatalogReader.Read([overlay], wrong);
        errors.AddRange(wrong.Select(error => error.ToString()));
    }
}
