using System.Data.Common;
using Dapper;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Storage;

/// <summary>Resources, their history and the revisions they make. The same statements run on both engines.</summary>
internal sealed class ResourceStore(IDatabase database, TimeProvider time)
{
    private const string SelectResources =
        """
        select kind, name, version, spec, managed_by as ManagedBy, updated_at as UpdatedAt, updated_by as UpdatedBy
        from resources
        """;

    private const string SelectHistory =
        """
        select seq, at, actor, action, kind, name, version, before_spec as Before, after_spec as After,
               prev_hash as PrevHash, hash
        from history
        """;

    public async Task<long> ReadRevisionAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await ReadRevisionAsync(connection, null, cancellation);
    }

    /// <summary>Every resource, as of one revision.</summary>
    public async Task<ResourceSet> ReadAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        // Snapshot isolation on both engines: the revision and the rows belong together.
        await using var transaction = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.Serializable, cancellation);
        return await ReadAsync(connection, transaction, cancellation);
    }

    /// <summary>
    /// Reads the set, asks what to change, and writes it with its history as one revision, with no other writer beside.
    /// </summary>
    /// <param name="plan">Decides on the changes; none leaves everything as it is and makes no revision.</param>
    /// <param name="actor">Who changes.</param>
    /// <param name="cancellation">Gives up; nothing is changed then.</param>
    public async Task<ChangeResult> ChangeAsync(
        Func<ResourceSet, IReadOnlyList<ResourceChange>> plan, string actor, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await database.BeginExclusiveAsync(connection, cancellation);
        var before = await ReadAsync(connection, transaction, cancellation);
        var changes = plan(before);
        var versions = new Dictionary<ResourceKey, long>();
        if (changes.Count == 0)
            return new ChangeResult(before.Revision, versions);
        var at = Instants.Write(time.GetUtcNow());
        var head = await ReadHeadAsync(connection, transaction, cancellation);
        foreach (var change in changes)
        {
            var old = before.Find(change.Key);
            var version =
                1 + (old?.Version ?? await LastVersionAsync(connection, transaction, change.Key, cancellation));
            head = HistoryChain.Seal(new HistoryRow(
                head.Seq + 1, at, actor, ActionName(change.Action), change.Key.Kind.ToString(), change.Key.Name,
                version,
                old?.Spec, change.Spec, head.Hash, ""));
            await WriteAsync(connection, transaction, change, head, cancellation);
            versions[change.Key] = version;
        }

        var revision = before.Revision + 1;
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into publications (revision, at, actor, history_seq, history_hash) "
            + "values (@revision, @at, @actor, @Seq, @Hash)",
            new { revision, at, actor, head.Seq, head.Hash }, transaction, cancellationToken: cancellation));
        await database.AnnounceAsync(transaction, revision, cancellation);
        await transaction.CommitAsync(cancellation);
        return new ChangeResult(revision, versions);
    }

    /// <summary>Entries of history, newest first.</summary>
    public async Task<IReadOnlyList<HistoryRow>> ReadHistoryAsync(
        ResourceKind? kind, string? name, long? beforeSeq, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.RowsAsync<HistoryRow>(new CommandDefinition(
            SelectHistory +
            """
             where (cast(@kind as text) is null or kind = @kind) and (cast(@name as text) is null or name = @name)
               and (cast(@beforeSeq as bigint) is null or seq < @beforeSeq)
             order by seq desc limit @limit
            """,
            new { kind = kind?.ToString(), name, beforeSeq, limit }, cancellationToken: cancellation));
        return rows.AsList();
    }

    /// <summary>What is wrong with history, in words; null when it is whole and agrees with the resources.</summary>
    public async Task<(string? Break, long Entries)> VerifyHistoryAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.Serializable, cancellation);
        var rows = (await connection.RowsAsync<HistoryRow>(new CommandDefinition(
            SelectHistory + " order by seq", transaction: transaction, cancellationToken: cancellation))).AsList();
        var publishedHash = await connection.ValueAsync<string?>(new CommandDefinition(
            "select history_hash from publications order by revision desc limit 1",
            transaction: transaction, cancellationToken: cancellation));
        var set = await ReadAsync(connection, transaction, cancellation);
        return (HistoryChain.FindBreak(rows) ?? FindDisagreement(rows, publishedHash, set), rows.Count);
    }

    // A chain alone cannot see that its end was cut off: the last publication and the resources themselves can.
    private static string? FindDisagreement(List<HistoryRow> rows, string? publishedHash, ResourceSet set)
    {
        if (publishedHash is not null && (rows.Count == 0 || rows[^1].Hash != publishedHash))
            return "the last publication does not end at the last entry";
        var last = rows.GroupBy(r => (r.Kind, r.Name)).ToDictionary(g => g.Key, g => g.Last());
        foreach (var resource in set.Resources)
        {
            if (!last.Remove((resource.Kind.ToString(), resource.Name), out var row) || row.After != resource.Spec)
                return $"{resource.Key} differs from its last entry";
        }

        return last.Values.FirstOrDefault(r => r.After is not null) is { } lost
            ? $"{lost.Kind}/{lost.Name} is gone without an entry"
            : null;
    }

    private static async Task WriteAsync(
        DbConnection connection, DbTransaction transaction, ResourceChange change, HistoryRow row,
        CancellationToken cancellation)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into history (seq, at, actor, action, kind, name, version, before_spec, after_spec, prev_hash, hash)
            values (@Seq, @At, @Actor, @Action, @Kind, @Name, @Version, @Before, @After, @PrevHash, @Hash)
            """,
            row, transaction, cancellationToken: cancellation));
        var sql = change.Spec is null
            ? "delete from resources where kind = @Kind and name = @Name"
            : """
              insert into resources (kind, name, version, spec, managed_by, updated_at, updated_by)
              values (@Kind, @Name, @Version, @Spec, @ManagedBy, @At, @Actor)
              on conflict (kind, name) do update set version = excluded.version, spec = excluded.spec,
                managed_by = excluded.managed_by, updated_at = excluded.updated_at, updated_by = excluded.updated_by
              """;
        await connection.ExecuteAsync(new CommandDefinition(
            sql,
            new
            {
                row.Kind, row.Name, row.Version, change.Spec, ManagedBy = change.ManagedBy.ToString(), row.At,
                row.Actor,
            },
            transaction, cancellationToken: cancellation));
    }

    private static async Task<ResourceSet> ReadAsync(
        DbConnection connection, DbTransaction transaction, CancellationToken cancellation)
    {
        var revision = await ReadRevisionAsync(connection, transaction, cancellation);
        var rows = await connection.RowsAsync<ResourceRow>(
            new CommandDefinition(SelectResources, transaction: transaction, cancellationToken: cancellation));
        return new ResourceSet(revision, rows.Select(r => new StoredResource(
            Enum.Parse<ResourceKind>(r.Kind), r.Name, r.Version, r.Spec, Enum.Parse<ManagedBy>(r.ManagedBy),
            Instants.Read(r.UpdatedAt), r.UpdatedBy)));
    }

    private static Task<long> ReadRevisionAsync(
        DbConnection connection, DbTransaction? transaction, CancellationToken cancellation) =>
        connection.ValueAsync<long>(new CommandDefinition(
            "select coalesce(max(revision), 0) from publications", transaction: transaction,
            cancellationToken: cancellation));

    private static async Task<HistoryRow> ReadHeadAsync(
        DbConnection connection, DbTransaction transaction, CancellationToken cancellation) =>
        await connection.RowAsync<HistoryRow>(new CommandDefinition(
            SelectHistory + " order by seq desc limit 1", transaction: transaction, cancellationToken: cancellation))
        ?? new HistoryRow(0, "", "", "", "", "", 0, null, null, "", HistoryChain.Genesis);

    private static Task<long> LastVersionAsync(
        DbConnection connection, DbTransaction transaction, ResourceKey key, CancellationToken cancellation) =>
        connection.ValueAsync<long>(new CommandDefinition(
            "select coalesce(max(version), 0) from history where kind = @Kind and name = @Name",
            new { Kind = key.Kind.ToString(), key.Name }, transaction, cancellationToken: cancellation));

    private static string ActionName(HistoryAction action) => action.ToString().ToLowerInvariant();

    private sealed record ResourceRow(
        string Kind, string Name, long Version, string Spec, string ManagedBy, string UpdatedAt, string UpdatedBy);
}
