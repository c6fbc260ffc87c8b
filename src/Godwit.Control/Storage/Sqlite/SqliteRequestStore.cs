using Godwit.Policy.Contracts;
using Microsoft.Data.Sqlite;

namespace Godwit.Control.Storage.Sqlite;

/// <summary>Records in SQLite: a batch is one transaction with one prepared statement.</summary>
internal sealed class SqliteRequestStore(IDatabase database) : RequestStore(database)
{
    private const string Insert =
        $"""
         insert into requests ({RequestRow.Columns})
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (id) do nothing
         """;

    protected override string Day => "substr(started_at, 1, 10)";

    public override Task PrepareAsync(CancellationToken cancellation) => Task.CompletedTask;

    public override async Task AppendAsync(IReadOnlyList<RequestRecord> records, CancellationToken cancellation)
    {
        await using var connection = (SqliteConnection)await Database.OpenAsync(cancellation);
        await using var transaction = (SqliteTransaction)await Database.BeginExclusiveAsync(connection, cancellation);
        using (var insert = new SqliteInsert(connection, Insert))
        {
            foreach (var record in records)
                Write(insert, RequestRow.From(record));
        }

        await transaction.CommitAsync(cancellation);
    }

    protected override object InstantValue(DateTimeOffset instant) => Instants.Write(instant);

    protected override object IdValue(Guid id) => id.ToString();

    private static void Write(SqliteInsert insert, RequestRow row)
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
        insert.Bind(row.Record);
        insert.Step();
    }
}
