using System.Security.Cryptography;
using System.Text;
using Godwit.Control.Resources;
using Godwit.Control.Secrets;
using Godwit.Control.Storage;
using Godwit.Policy.Contracts;
using Godwit.Policy.Snapshot;
using Microsoft.Extensions.Logging;

namespace Godwit.Control.Publishing;

/// <summary>
/// Puts the stored resources in force: the whole set is checked, compiled and swapped, or the old one stays.
/// </summary>
internal sealed partial class SnapshotPublisher(
    ResourceStore store,
    ConfigurationAssembly assembly,
    CredentialResolver credentials,
    LastGood lastGood,
    SnapshotHolder holder,
    PublicationStatus status,
    ControlOptions options,
    TimeProvider time,
    ILogger<SnapshotPublisher> logger) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private long refusedRevision = -1;

    /// <summary>Publishes what the store holds now.</summary>
    public async Task PublishAsync(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            Publish(await store.ReadAsync(cancellation));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>
    /// Publishes if the store has gone on since; what was refused is not tried again until it changes.
    /// </summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        var revision = await store.ReadRevisionAsync(cancellation);
        status.StoreError = null;
        if (revision != holder.Current?.Revision && revision != refusedRevision || status.Origin != "store")
            await PublishAsync(cancellation);
    }

    /// <summary>Publishes the last good resources from disk, when nothing is in force and the store is away.</summary>
    public void PublishLastGood()
    {
        if (holder.Current is not null || lastGood.Read() is not { } set)
            return;
        if (TryCompile(set) is not { } snapshot)
            return;
        holder.Publish(snapshot);
        status.Origin = "last_good";
        Log.ServingLastGood(logger, set.Revision);
    }

    public void Dispose() => gate.Dispose();

    private void Publish(ResourceSet set)
    {
        status.StoreError = null;
        if (TryCompile(set) is not { } snapshot)
        {
            refusedRevision = set.Revision;
            return;
        }

        holder.Publish(snapshot);
        status.Origin = "store";
        Log.Published(logger, snapshot.Revision, snapshot.Hash, set.Resources.Count);
        try
        {
            lastGood.Write(set);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The snapshot is in force all the same; only a restart without the store would miss it.
            Log.LastGoodNotWritten(logger, e);
        }
    }

    private GatewaySnapshot? TryCompile(ResourceSet set)
    {
        var assembled = assembly.Assemble(set.Resources);
        status.Errors = [.. assembled.Errors.Select(e => e.ToString())];
        if (assembled.Errors.Count > 0)
        {
            Log.Refused(logger, set.Revision, assembled.Errors.Count, assembled.Errors[0].ToString());
            return null;
        }

        var warnings = new List<string>();
        var snapshot = SnapshotCompiler.Compile(
            assembled.Set, assembly.Catalog, provider => credentials.Resolve(provider, warnings), set.Revision,
            HashOf(set), time.GetUtcNow(), options.Environment);
        status.Warnings = warnings;
        foreach (var warning in warnings)
            Log.Warned(logger, warning);
        return snapshot;
    }

    private string HashOf(ResourceSet set)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(assembly.Catalog.Fingerprint.Span);
        foreach (var r in set.Resources)
            hash.AppendData(Encoding.UTF8.GetBytes($"{r.Kind}\0{r.Name}\0{r.Version}\0{r.Spec}\0"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static partial class Log
    {
        [LoggerMessage(
            3001, LogLevel.Information, "Revision {Revision} is in force: {Resources} resources, hash {Hash}")]
        public static partial void Published(ILogger logger, long revision, string hash, int resources);

        [LoggerMessage(3002, LogLevel.Error,
            "Revision {Revision} is refused for {Errors} errors and the one before stays in force; first: {First}")]
        public static partial void Refused(ILogger logger, long revision, int errors, string first);

        [LoggerMessage(3003, LogLevel.Warning, "The store is away: revision {Revision} from disk is in force")]
        public static partial void ServingLastGood(ILogger logger, long revision);

        [LoggerMessage(3004, LogLevel.Warning, "The last good resources could not be written to disk")]
        public static partial void LastGoodNotWritten(ILogger logger, Exception exception);

        [LoggerMessage(3005, LogLevel.Warning, "Published with a warning: {Warning}")]
        public static partial void Warned(ILogger logger, string warning);
    }
}
