using System.Security.Cryptography;
using System.Text;
using Godwit.Control.Api;
using Godwit.Control.Publishing;
using Godwit.Control.Resources;
using Godwit.Control.Resources.Reading;
using Godwit.Control.Storage;
using Godwit.Policy.Configuration;
using Microsoft.Extensions.Logging;

namespace Godwit.Control.Files;

/// <summary>
/// Applies the resources of the configuration files, all or none, and deletes those that left the files.
/// </summary>
internal sealed partial class FileSync(
    ControlOptions options, ResourceEditor editor, PublicationStatus status, TimeProvider time,
    ILogger<FileSync> logger)
{
    private const string Actor = "config files";

    private string? applied;

    /// <summary>Applies the files if they are not what was applied or refused last.</summary>
    public async Task ApplyAsync(CancellationToken cancellation)
    {
        if (options.ConfigPaths.Count == 0)
            return;
        var errors = new List<ConfigurationError>();
        var documents = Read(errors);
        var fingerprint = Fingerprint(documents, errors);
        if (fingerprint == applied)
            return;
        var outcome = errors.Count > 0 ? new EditOutcome { Errors = errors }
            : await editor.ExecuteAsync(Edit(documents), cancellation);
        applied = fingerprint;
        if (outcome.Succeeded)
        {
            status.FileErrors = [];
            status.FilesAppliedAt = time.GetUtcNow();
            Log.Applied(logger, documents.Count, outcome.Items.Count(i => i.Outcome != ChangeOutcome.Unchanged));
            return;
        }

        status.FileErrors =
            [.. outcome.Errors.Select(e => e.ToString()), .. outcome.Conflicts.Select(c => $"{c.Key} {c.Message}")];
        Log.Refused(logger, status.FileErrors.Count, status.FileErrors[0]);
    }

    /// <summary>What applying the files now would change: where the store differs from them.</summary>
    public async Task<EditOutcome> CompareAsync(CancellationToken cancellation)
    {
        if (options.ConfigPaths.Count == 0)
            return new EditOutcome();
        var errors = new List<ConfigurationError>();
        var documents = Read(errors);
        return errors.Count > 0
            ? new EditOutcome { Errors = errors }
            : await editor.ExecuteAsync(Edit(documents) with { DryRun = true }, cancellation);
    }

    private static ResourceEdit Edit(IReadOnlyList<ResourceDocument> documents)
    {
        var kept = documents.Select(d => new ResourceKey(d.Kind, d.Name)).ToHashSet();
        return new ResourceEdit
        {
            Documents = documents,
            Deletes = stored => stored.Resources
                .Where(r => r.ManagedBy == ManagedBy.File && !kept.Contains(r.Key)).Select(r => r.Key),
            ManagedBy = ManagedBy.File,
            Actor = Actor,
        };
    }

    private List<ResourceDocument> Read(List<ConfigurationError> errors) =>
        [.. options.ConfigPaths.SelectMany(path => ResourceReader.ReadPath(path, errors))];

    // Over what was read rather than over times of change, which a mounted configuration map does not keep.
    private static string Fingerprint(List<ResourceDocument> documents, List<ConfigurationError> errors)
    {
        var text = new StringBuilder();
        foreach (var document in documents)
        {
            text.Append(document.Id).Append('\0');
            DocumentText.Append(text, document.Spec);
        }

        foreach (var error in errors)
            text.Append('\0').Append(error);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static partial class Log
    {
        [LoggerMessage(
            3020, LogLevel.Information, "Configuration files applied: {Documents} resources, {Changed} changed")]
        public static partial void Applied(ILogger logger, int documents, int changed);

        [LoggerMessage(
            3021, LogLevel.Error, "Configuration files are refused as a whole for {Errors} errors; first: {First}")]
        public static partial void Refused(ILogger logger, int errors, string first);
    }
}
