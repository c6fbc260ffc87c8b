using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Godwit.Control.Storage.Postgres;

/// <summary>
/// Records in PostgreSQL: a batch is copied into a temporary table and put from there into daily partitions.
/// </summary>
internal sealed class PostgresRequestStore(IDatabase database, TimeProvider time) : RequestStore(database)
{
    private const int DaysAhead = 7;
    private const string PartitionPrefix = "requests_";
    private const string PartitionDay = "yyyyMMdd";
    private const long PartitionLock = 0x676F_6477_6974_0003;

    private readonly ConcurrentDictionary<DateOnly, bool> partitions = new();

    protected override string IsOneOfKeys => "api_key = any(@keys)";

    protected override string Day => "to_char(started_at at time zone 'UTC', 'YYYY-MM-DD')";

    protected override string RecordContains(string parameter) => $"position(@{parameter} in record) > 0";

    public override async Task PrepareAsync(CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        await using var connection = (NpgsqlConnection)await Database.OpenAsync(cancellation);
        await EnsurePartitionsAsync(connection, Enumerable.Range(0, DaysAhead).Select(today.AddDays), cancellation);
    }

    public override async Task AppendAsync(IReadOnlyList<JournalRecord> records, CancellationToken cancellation)
    {
        try
        {
            await WriteAsync(records, cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation)
        {
            // Another node dropped a partition that this one knew: whoever tries again makes it again.
            partitions.Clear();
            throw;
        }
    }

    private async Task WriteAsync(IReadOnlyList<JournalRecord> records, CancellationToken cancellation)
    {
        var rows = records.Select(Read).ToList();
        await using var connection = (NpgsqlConnection)await Database.OpenAsync(cancellation);
        await EnsurePartitionsAsync(
            connection, rows.Select(r => DateOnly.FromDateTime(r.StartedAt.UtcDateTime)), cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "create temporary table requests_batch (like requests) on commit drop",
            transaction: transaction, cancellationToken: cancellation));
        await CopyAsync(connection, rows, cancellation);
        var stored = await StoreAsync(transaction, cancellation);
        var sums = SumsOf(rows, stored);
        await AddUpAsync(connection, transaction, sums.Traffic, cancellation);
        await PostgresGrantLedger.WriteAsync(transaction, sums.Grants, cancellation);
        await PostgresEndUserCounts.WriteAsync(transaction, sums.EndUsers, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    public override async Task<bool> ForgetRequestsAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        await using var connection = (NpgsqlConnection)await Database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "set local lock_timeout = '5s'; select pg_advisory_xact_lock(@PartitionLock)", new { PartitionLock },
            transaction, cancellationToken: cancellation));
        var names = await connection.ValuesAsync<string>(new CommandDefinition(
            """
            select child.relname from pg_inherits i join pg_class child on child.oid = i.inhrelid
            where i.inhparent = 'requests'::regclass order by child.relname
            """,
            transaction: transaction, cancellationToken: cancellation));
        var oldest = names.Select(DayOf).FirstOrDefault(day => day < DateOnly.FromDateTime(before.UtcDateTime));
        if (oldest is not { } day)
            return false;
        // A partition is a file of its own: to drop it looks at no row.
        await connection.ExecuteAsync(new CommandDefinition(
            $"drop table {PartitionOf(day)}", transaction: transaction, cancellationToken: cancellation));
        await transaction.CommitAsync(cancellation);
        partitions.TryRemove(day, out _);
        return true;
    }

    protected override object InstantValue(DateTimeOffset instant) => instant.UtcDateTime;

    protected override object IdValue(Guid id) => id;

    protected override DateTimeOffset ReadInstant(DbDataReader reader, int at) =>
        reader.GetFieldValue<DateTimeOffset>(at);

    private static RequestRow Read(JournalRecord record)
    {
        var row = new RequestRow();
        row.Read(record);
        return row;
    }

    // A batch may hold a record twice: it was stored once.
    private static BatchSums SumsOf(IEnumerable<RequestRow> rows, HashSet<Guid> stored)
    {
        var sums = new BatchSums();
        foreach (var row in rows)
        {
            if (stored.Remove(row.Id))
                sums.Add(row);
        }

        return sums;
    }

    // By a reader of whole rows: Dapper's own takes columns as they arrive, and would wait for the rest of one on the
    // very thread that has to receive it.
    private static async Task<HashSet<Guid>> StoreAsync(NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var reader = await transaction.Connection!.ExecuteReaderAsync(new CommandDefinition(
            $"""
             insert into requests ({RequestRow.Columns}) select {RequestRow.Columns} from requests_batch
             on conflict (id, started_at) do nothing returning id
             """,
            transaction: transaction, cancellationToken: cancellation));
        var stored = new HashSet<Guid>();
        while (await reader.ReadAsync(cancellation))
            stored.Add(reader.GetGuid(0));
        return stored;
    }

    private static Task<int> AddUpAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, TrafficSums sums, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            $"""
             insert into traffic ({TrafficSum.Columns})
             values (@Hour, @Key, @Organization, @Project, @ApiKey, @Operation, @RequestModel, @Provider, @Model,
               @Evidence, @Chain, @Decision, @Currency, @Requests, @InputTokens, @OutputTokens, @CostNano, @FirstSeen,
               @LastSeen)
             {TrafficSum.AddToExisting}
             """,
            sums.InOrder, transaction, cancellationToken: cancellation));

    private static async Task CopyAsync(
        NpgsqlConnection connection, List<RequestRow> rows, CancellationToken cancellation)
    {
        await using var import = await connection.BeginBinaryImportAsync(
            $"copy requests_batch ({RequestRow.Columns}) from stdin (format binary)", cancellation);
        foreach (var row in rows)
        {
            await import.StartRowAsync(cancellation);
            await import.WriteAsync(row.Id, NpgsqlDbType.Uuid, cancellation);
            await import.WriteAsync(row.StartedAt, NpgsqlDbType.TimestampTz, cancellation);
            foreach (var text in new[]
            {
                row.Organization, row.Project, row.ApiKey, row.Operation, row.RequestModel, row.Territory, row.Decision,
                row.Provider, row.Model,
            })
                await WriteAsync(import, text, cancellation);
            await import.WriteAsync(row.Status, NpgsqlDbType.Integer, cancellation);
            await WriteAsync(import, row.ErrorCode, cancellation);
            foreach (var number in new[]
            {
                row.Usage.InputTokens, row.Usage.OutputTokens, row.Usage.CacheReadInputTokens,
                row.Usage.ReasoningOutputTokens, row.CostNano,
            })
                await WriteAsync(import, number, NpgsqlDbType.Bigint, cancellation);

            await WriteAsync(import, row.Currency, cancellation);
            await WriteAsync(import, row.RegionRefused, NpgsqlDbType.Integer, cancellation);
            await WriteAsync(import, row.Record, cancellation);
        }

        await import.CompleteAsync(cancellation);
    }

    private static Task WriteAsync(
        NpgsqlBinaryImporter import, ReadOnlyMemory<byte> text, CancellationToken cancellation) =>
        text.IsEmpty ? import.WriteNullAsync(cancellation) : import.WriteAsync(text, NpgsqlDbType.Text, cancellation);

    private static Task WriteAsync<T>(
        NpgsqlBinaryImporter import, T? number, NpgsqlDbType type, CancellationToken cancellation)
        where T : struct =>
        number is { } value ? import.WriteAsync(value, type, cancellation) : import.WriteNullAsync(cancellation);

    // Partitions are made outside the batch's transaction: making one locks the whole table for a moment.
    private async Task EnsurePartitionsAsync(
        NpgsqlConnection connection, IEnumerable<DateOnly> days, CancellationToken cancellation)
    {
        var missing = days.Distinct().Where(d => !partitions.ContainsKey(d)).ToList();
        if (missing.Count == 0)
            return;
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(@PartitionLock)", new { PartitionLock }, transaction,
            cancellationToken: cancellation));
        foreach (var day in missing)
        {
            var (from, to) = (Midnight(day), Midnight(day.AddDays(1)));
            await connection.ExecuteAsync(new CommandDefinition(
                $"create table if not exists {PartitionOf(day)} partition of requests "
                + $"for values from ('{from}') to ('{to}')",
                transaction: transaction, cancellationToken: cancellation));
        }

        await transaction.CommitAsync(cancellation);
        foreach (var day in missing)
            partitions[day] = true;
    }

    private static string PartitionOf(DateOnly day) =>
        PartitionPrefix + day.ToString(PartitionDay, CultureInfo.InvariantCulture);

    private static DateOnly? DayOf(string partition) =>
        partition.StartsWith(PartitionPrefix, StringComparison.Ordinal)
        && DateOnly.TryParseExact(
            partition[PartitionPrefix.Length..], PartitionDay, CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var day)
            ? day
            : null;

    private static string Midnight(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + " 00:00:00+00";
}
