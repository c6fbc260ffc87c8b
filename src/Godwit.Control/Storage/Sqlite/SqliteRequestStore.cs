using System.Globalization;
using Godwit.Policy.Contracts;
using Microsoft.Data.Sqlite;

namespace Godwit.Control.Storage.Sqlite;

/// <summary>Records in SQLite: a batch is one transaction with one prepared statement.</summary>
internal sealed class SqliteRequestStore(IDatabase database) : RequestStore(database)
{
    private const string Insert =
        $"""
         insert into requests ({RequestRow.Columns})
         values ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
         on conflict (id) do nothing
         """;

    protected override string Day => "substr(started_at, 1, 10)";

    public override Task PrepareAsync(CancellationToken cancellation) => Task.CompletedTask;

    public override async Task AppendAsync(IReadOnlyList<RequestRecord> records, CancellationToken cancellation)
    {
        await using var connection = (SqliteConnection)await Database.OpenAsync(cancellation);
        await using var transaction = (SqliteTransaction)await Database.BeginExclusiveAsync(connection, cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = Insert;
        command.Transaction = transaction;
        var parameters = Enumerable.Range(0, 20)
            .Select(i => command.Parameters.Add(
                new SqliteParameter("$" + i.ToString(CultureInfo.InvariantCulture), DBNull.Value)))
            .ToArray();
        foreach (var record in records)
        {
            Fill(parameters, RequestRow.From(record));
            await command.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    protected override object InstantValue(DateTimeOffset instant) => Instants.Write(instant);

    protected override object IdValue(Guid id) => id.ToString();

    private void Fill(SqliteParameter[] parameters, RequestRow row)
    {
        object?[] values =
        [
            IdValue(row.Id), InstantValue(row.StartedAt), row.Organization, row.Project, row.ApiKey, row.Operation,
            row.RequestModel, row.Territory, row.Decision, row.Provider, row.Model, row.Status, row.ErrorCode,
            row.Usage.InputTokens, row.Usage.OutputTokens, row.Usage.CacheReadInputTokens,
            row.Usage.ReasoningOutputTokens, row.CostNano, row.Currency, row.Record,
        ];
        for (var i = 0; i < values.Length; i++)
            parameters[i].Value = values[i] ?? DBNull.Value;
    }
}
