using System.Data.Common;
using Dapper;
using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Contracts;
using Microsoft.Data.Sqlite;

namespace Godwit.Control.Storage.Sqlite;

/// <summary>Records in SQLite: a batch is one transaction with one prepared statement a table.</summary>
internal sealed class SqliteRequestStore(IDatabase database) : RequestStore(database), IDisposable
{
    private readonly BackgroundThread writer = new("Godwit records");

    private const string Insert =
        $"""
         insert into requests ({RequestRow.Columns})
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (id) do nothing
         """;

    private const string Sum =
        $"""
         insert into traffic ({TrafficSum.Columns})
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         {TrafficSum.AddToExisting}
         """;

    // Few enough to be written in some milliseconds, during which nobody else can write.
    private const int ForgetStep = 500;

    protected override string IsOneOfKeys => "api_key in @keys";

    protected override string Day => "substr(started_at, 1, 10)";

    protected override string RecordContains(string parameter) => $"instr(record, @{parameter}) > 0";

    public override Task PrepareAsync(CancellationToken cancellation) => Task.CompletedTask;

    public override async Task AppendAsync(IReadOnlyList<JournalRecord> records, CancellationToken cancellation)
    {
        await using var connection = (SqliteConnection)await Database.OpenAsync(cancellation);
        // SQLite computes and writes where it is called.
        await writer.RunAsync(() => Append(connection, records), cancellation);
    }

    public void Dispose() => writer.Dispose();

    protected override object InstantValue(DateTimeOffset instant) => Instants.Write(instant);

    protected override object IdValue(Guid id) => id.ToString();

    protected override DateTimeOffset ReadInstant(DbDataReader reader, int at) => Instants.Read(reader.GetString(at));

    private static void Append(SqliteConnection connection, IReadOnlyList<JournalRecord> records)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var sums = new BatchSums();
        using (var insert = new SqliteInsert(connection, Insert))
        {
            var row = new RequestRow();
            foreach (var record in records)
            {
                row.Read(record);
                if (Write(insert, row))
                    sums.Add(row);
            }
        }

        using (var add = new SqliteInsert(connection, Sum))
        {
            foreach (var sum in sums.Traffic.InOrder)
                Write(add, sum);
        }

        SqliteGrantLedger.Write(connection, sums.Grants);
        SqliteEndUserCounts.Write(connection, sums.EndUsers);
        transaction.Commit();
    }

    public override async Task<bool> ForgetRequestsAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        await using var connection = await Database.OpenAsync(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition(
            "delete from requests where id in (select id from requests where id < @bound order by id limit @limit)",
            new { bound = IdValue(RequestIds.FirstOf(before)), limit = ForgetStep },
            cancellationToken: cancellation)) == ForgetStep;
    }

    private static bool Write(SqliteInsert insert, RequestRow row)
    {
        insert.Bind(row.Id.ToString());
        insert.Bind(Instants.Write(row.StartedAt));
        insert.Bind(row.Organization);
        insert.Bind(row.Project);
        insert.Bind(row.ApiKey);
        insert.Bind(row.Operation);
        insert.Bind(row.RequestModel);
        insert.Bind(row.Territory);
        insert.Bind(row.Decision);
        insert.Bind(row.Provider);
        insert.Bind(row.Model);
        insert.Bind(row.Status);
        insert.Bind(row.ErrorCode);
        insert.Bind(row.Usage.InputTokens);
        insert.Bind(row.Usage.OutputTokens);
        insert.Bind(row.Usage.CacheReadInputTokens);
        insert.Bind(row.Usage.ReasoningOutputTokens);
        insert.Bind(row.CostNano);
        insert.Bind(row.Currency);
        insert.Bind(row.RegionRefused);
        insert.Bind(row.Record);
        return insert.Step();
    }

    private static void Write(SqliteInsert add, TrafficSum sum)
    {
        add.Bind(Instants.Write(sum.Hour));
        add.BindBlob(sum.Key);
        add.Bind(sum.Organization);
        add.Bind(sum.Project);
        add.Bind(sum.ApiKey);
        add.Bind(sum.Operation);
        add.Bind(sum.RequestModel);
        add.Bind(sum.Provider);
        add.Bind(sum.Model);
        add.Bind(sum.Evidence);
        add.Bind(sum.Chain);
        add.Bind(sum.Decision);
        add.Bind(sum.Currency);
        add.Bind(sum.Requests);
        add.Bind(sum.InputTokens);
        add.Bind(sum.OutputTokens);
        add.Bind(sum.CostNano);
        add.Bind(Instants.Write(sum.FirstSeen));
        add.Bind(Instants.Write(sum.LastSeen));
        add.Step();
    }
}
