using Dapper;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Storage;

/// <summary>A revision, and the entry of history it ended at.</summary>
internal sealed record Publication(long Revision, string At, long HistorySeq, string HistoryHash);

/// <summary>Resources as they were: history holds each version whole, publications say which were in force.</summary>
internal sealed class ResourceArchive(IDatabase database)
{
    private const string SelectPublication =
        """
        select revision, at, history_seq as HistorySeq, history_hash as HistoryHash from publications
        """;

    private const string SelectHistory =
        """
        select seq, at, actor, action, kind, name, version, before_spec as Before, after_spec as After,
               prev_hash as PrevHash, hash
        from history
        """;

    /// <summary>The revision; null when there is none of that number.</summary>
    public async Task<Publication?> FindAsync(long revision, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.RowAsync<Publication>(new CommandDefinition(
            SelectPublication + " where revision = @revision", new { revision }, cancellationToken: cancellation));
    }

    /// <summary>The last revision made at or before an instant; null when there was none yet.</summary>
    public async Task<Publication?> FindAsync(DateTimeOffset at, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.RowAsync<Publication>(new CommandDefinition(
            SelectPublication + " where at <= @at order by revision desc limit 1", new { at = Instants.Write(at) },
            cancellationToken: cancellation));
    }

    /// <summary>Every resource there was at a revision, each as its last entry up to then left it.</summary>
    public async Task<ResourceSet> ReadAsync(Publication publication, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.RowsAsync<HistoryRow>(new CommandDefinition(
            SelectHistory +
            """
             where after_spec is not null
               and seq in (select max(seq) from history where seq <= @HistorySeq group by kind, name)
            """,
            new { publication.HistorySeq }, cancellationToken: cancellation));
        return new ResourceSet(publication.Revision, rows.Select(r => new StoredResource(
            Enum.Parse<ResourceKind>(r.Kind), r.Name, r.Version, r.After!, ManagedBy.System, Instants.Read(r.At),
            r.Actor)));
    }

    /// <summary>
    /// The entries, oldest first, of every territory policy and of one organization, up to an instant.
    /// </summary>
    public async Task<IReadOnlyList<HistoryRow>> ReadHistoryAsync(
        string organization, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.RowsAsync<HistoryRow>(new CommandDefinition(
            SelectHistory +
            """
             where at < @until and (kind = @policy or (kind = @kind and name = @organization)) order by seq
            """,
            new
            {
                until = Instants.Write(until), organization, policy = nameof(ResourceKind.TerritoryPolicy),
                kind = nameof(ResourceKind.Organization),
            },
            cancellationToken: cancellation));
        return rows.AsList();
    }

    /// <summary>True when there is or was such a resource.</summary>
    public async Task<bool> WasThereAsync(ResourceKind kind, string name, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ValueAsync<long>(new CommandDefinition(
            "select count(*) from history where kind = @kind and name = @name", new { kind = kind.ToString(), name },
            cancellationToken: cancellation)) > 0;
    }
}
