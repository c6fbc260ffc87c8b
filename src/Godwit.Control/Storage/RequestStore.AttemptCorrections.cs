using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using Godwit.Control.Api;

namespace Godwit.Control.Storage;

/// <summary>Correcting entries of attempts, whose costs are in no sum; and the entries of a whole period.</summary>
internal abstract partial class RequestStore
{
    public async IAsyncEnumerable<CostCorrection> CorrectionsAsync(
        RequestFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var table in EntryTables)
        {
            CostCorrection? last = null;
            IReadOnlyList<CostCorrection> step;
            do
            {
                // No connection is held while the reader works on what it got.
                step = await StepAsync(table, filter, last, cancellation);
                foreach (var entry in step)
                    yield return last = entry;
            }
            while (step.Count == StepSize);
        }
    }

    private async Task<IReadOnlyList<CostCorrection>> StepAsync(
        (string Name, string Columns, string Order) table, RequestFilter filter, CostCorrection? after,
        CancellationToken cancellation)
    {
        var (where, parameters) = Where(filter);
        parameters.Add("limit", StepSize);
        var behind = "";
        if (after is not null)
        {
            parameters.Add("request", IdValue(after.Request));
            parameters.Add("number", after.Number);
            if (after.Attempt is { } place)
                parameters.Add("attempt", place);
            behind = (where.Length == 0 ? " where " : " and ")
                + $"({table.Order}) > (@request, {(after.Attempt is null ? "" : "@attempt, ")}@number)";
        }

        await using var connection = await Database.OpenAsync(cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
             select {table.Columns} from {table.Name} join requests on id = request_id{where}{behind}
             order by {table.Order} limit @limit
             """,
            parameters, cancellationToken: cancellation));
        var entries = new List<CostCorrection>();
        while (await reader.ReadAsync(cancellation))
            entries.Add(ReadEntry(reader));
        return entries;
    }

    // Few attempts are told what they used, and few of those were corrected.
    private async Task AddAttemptsAsync(
        List<CostedRecord> records, DbConnection connection, CancellationToken cancellation)
    {
        var parameters = new DynamicParameters();
        var names = new List<string>();
        foreach (var one in records.Where(r => r.Record.Attempts.Any(a => a.Usage is not null)))
        {
            names.Add($"@id{names.Count}");
            parameters.Add(names[^1], IdValue(one.Record.Id));
        }

        if (names.Count == 0)
            return;
        var (table, columns, order) = EntryTables[1];
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"select {columns} from {table} where request_id in ({string.Join(", ", names)}) order by {order}",
            parameters, cancellationToken: cancellation));
        var last = new Dictionary<Guid, Dictionary<int, CostCorrection>>();
        while (await reader.ReadAsync(cancellation))
        {
            var entry = ReadEntry(reader);
            if (!last.TryGetValue(entry.Request, out var ofRequest))
                last.Add(entry.Request, ofRequest = []);
            ofRequest[entry.Attempt!.Value] = entry;
        }

        for (var i = 0; i < records.Count; i++)
        {
            if (last.TryGetValue(records[i].Record.Id, out var ofRequest))
                records[i] = records[i] with { OfAttempts = [.. ofRequest.Values] };
        }
    }

    // The number is what two runs at once meet at: the later one waits, and finds it taken.
    private async Task<bool> InsertOfAttemptAsync(
        CostCorrection entry, DbTransaction transaction, CancellationToken cancellation) =>
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
             insert into attempt_corrections (request_id, attempt, number, {EntryColumns})
             values (@id, @attempt, @number, @at, @by, @reason, @oldAmount, @oldCurrency, @oldVersion, @newAmount,
               @newCurrency, @newVersion)
             on conflict (request_id, attempt, number) do nothing
             """,
            Values(entry), transaction, cancellationToken: cancellation)) > 0;
}
