using System.Collections.Concurrent;
using Godwit.Control.Resources;
using Godwit.Control.Storage;
using Godwit.Policy.Snapshot;

namespace Godwit.Control.Publishing;

/// <summary>
/// Snapshots of earlier revisions, compiled again from history: the same rules, without credentials.
/// </summary>
/// <remarks>Catalog and environment are those of this process; history holds resources alone.</remarks>
internal sealed class SnapshotArchive(
    ResourceArchive archive, ConfigurationAssembly assembly, ControlOptions options)
{
    // A period holds few revisions; what is beyond is compiled again.
    private const int Most = 64;

    private readonly ConcurrentDictionary<long, GatewaySnapshot?> compiled = new();

    /// <summary>The snapshot of a revision; null when history does not hold it or it is not valid today.</summary>
    public async Task<GatewaySnapshot?> FindAsync(long revision, CancellationToken cancellation)
    {
        if (compiled.TryGetValue(revision, out var known))
            return known;
        var snapshot = await archive.FindAsync(revision, cancellation) is { } publication
            ? Compile(await archive.ReadAsync(publication, cancellation))
            : null;
        if (compiled.Count >= Most)
            compiled.Clear();
        return compiled[revision] = snapshot;
    }

    /// <summary>
    /// The snapshot that was in force at an instant: what could not be compiled was never published.
    /// </summary>
    public async Task<GatewaySnapshot?> FindAsync(DateTimeOffset at, CancellationToken cancellation)
    {
        if (await archive.FindAsync(at, cancellation) is not { } last)
            return null;
        for (var revision = last.Revision; revision > 0; revision--)
        {
            if (await FindAsync(revision, cancellation) is { } snapshot)
                return snapshot;
        }

        return null;
    }

    private GatewaySnapshot? Compile(ResourceSet set)
    {
        var assembled = assembly.Assemble(set.Resources);
        return assembled.Errors.Count > 0
            ? null
            : SnapshotCompiler.Compile(
                assembled.Set, assembly.Catalog, _ => null, set.Revision, "",
                set.Resources.Select(r => r.UpdatedAt).DefaultIfEmpty().Max(), options.Environment);
    }
}
