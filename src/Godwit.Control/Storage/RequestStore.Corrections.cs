using System.Data.Common;
using System.Globalization;
using Dapper;
using Godwit.Control.Api;
using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Pricing;

namespace Godwit.Control.Storage;

/// <summary>Correcting entries. Sums are added up from columns, and those are corrected with each entry.</summary>
internal abstract partial class RequestStore : ICorrectionStore
{
    private const string EntryColumns =
        "corrected_at, corrected_by, reason, old_amount, old_currency, old_price_version, new_amount, new_currency, "
        + "new_price_version";

    // Those of requests, whose place is 0, and those of attempts; the same is read of both.
    private static readonly (string Name, string Columns, string Order)[] EntryTables =
    [
        ("cost_corrections", $"cast(request_id as text), 0, number, {EntryColumns}", "request_id, number"),
        ("attempt_corrections", $"cast(request_id as text), attempt, number, {EntryColumns}",
            "request_id, attempt, number"),
    ];

    public async Task<IReadOnlyList<CostedRecord>> CostedAsync(
        RequestFilter filter, int limit, CancellationToken cancellation)
    {
        var (where, parameters) = Where(filter);
        parameters.Add("limit", limit);
        await using var connection = await Database.OpenAsync(cancellation);
        var records = new List<CostedRecord>();
        await using (var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
             select record, corrections, new_amount, new_currency, new_price_version
             from requests left join cost_corrections on request_id = id and number = corrections{where}
             order by id limit @limit
             """,
            parameters, cancellationToken: cancellation)))
        {
            while (await reader.ReadAsync(cancellation))
                records.Add(ReadCosted(reader));
        }

        await AddAttemptsAsync(records, connection, cancellation);
        return records;
    }

    public async Task<IReadOnlyList<CostCorrection>> CorrectAsync(
        IReadOnlyList<(CostedRecord Record, CostCorrection Entry)> entries, CancellationToken cancellation)
    {
        var written = new List<CostCorrection>();
        var moves = new TrafficMoves(InstantValue);
        await using var connection = await Database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var (record, entry) in entries)
        {
            if (entry.Attempt is not null)
            {
                if (await InsertOfAttemptAsync(entry, transaction, cancellation))
                    written.Add(entry);
            }
            else if (await TakeAsync(record, entry, transaction, cancellation))
            {
                written.Add(entry);
                moves.Add(record.Json, entry);
            }
        }

        await InsertAsync(written.Where(entry => entry.Attempt is null), transaction, cancellation);
        await moves.WriteAsync(transaction, cancellation);
        await transaction.CommitAsync(cancellation);
        return written;
    }

    public async Task<IReadOnlyList<CostCorrection>> CorrectionsAsync(Guid request, CancellationToken cancellation)
    {
        await using var connection = await Database.OpenAsync(cancellation);
        var entries = new List<CostCorrection>();
        foreach (var table in EntryTables)
        {
            await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
                $"select {table.Columns} from {table.Name} where request_id = @id order by {table.Order}",
                new { id = IdValue(request) }, cancellationToken: cancellation));
            while (await reader.ReadAsync(cancellation))
                entries.Add(ReadEntry(reader));
        }

        return entries;
    }

    public async Task<bool> ForgetCorrectionsAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        await using var connection = await Database.OpenAsync(cancellation);
        var more = false;
        foreach (var (table, _, key) in EntryTables)
        {
            more |= await connection.ExecuteAsync(new CommandDefinition(
                $"""
                 delete from {table} where ({key}) in
                   (select {key} from {table} where request_id < @bound order by {key} limit @limit)
                 """,
                new { bound = IdValue(RequestIds.FirstOf(before)), limit = StepSize },
                cancellationToken: cancellation)) == StepSize;
        }

        return more;
    }

    // The count of corrections is what two runs at once meet at: the later one waits, and finds it changed.
    private async Task<bool> TakeAsync(
        CostedRecord record, CostCorrection entry, DbTransaction transaction, CancellationToken cancellation) =>
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update requests set cost_nano = @cost, currency = @currency, corrections = @number
            where id = @id and started_at >= @from and started_at < @until and coalesce(corrections, 0) = @number - 1
            """,
            new
            {
                cost = NanoUnits.Nearest(entry.NewAmount), currency = entry.NewCurrency, number = entry.Number,
                id = IdValue(entry.Request),
                // Partitions are by day: without the instant each of them would be looked at.
                from = InstantValue(record.Record.StartedAt.AddSeconds(-1)),
                until = InstantValue(record.Record.StartedAt.AddSeconds(1)),
            },
            transaction, cancellationToken: cancellation)) > 0;

    private Task<int> InsertAsync(
        IEnumerable<CostCorrection> entries, DbTransaction transaction, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
             insert into cost_corrections (request_id, number, {EntryColumns})
             values (@id, @number, @at, @by, @reason, @oldAmount, @oldCurrency, @oldVersion, @newAmount, @newCurrency,
               @newVersion)
             """,
            entries.Select(Values), transaction, cancellationToken: cancellation));

    private object Values(CostCorrection entry) => new
    {
        id = IdValue(entry.Request), attempt = entry.Attempt, number = entry.Number,
        at = Instants.Write(entry.CorrectedAt), by = entry.CorrectedBy, reason = entry.Reason,
        oldAmount = Text(entry.OldAmount), oldCurrency = entry.OldCurrency, oldVersion = entry.OldPriceVersion,
        newAmount = Text(entry.NewAmount), newCurrency = entry.NewCurrency, newVersion = entry.NewPriceVersion,
    };

    private static CostedRecord ReadCosted(DbDataReader reader)
    {
        var json = reader.GetString(0);
        var record = Parse(json);
        var corrections = reader.IsDBNull(1) ? 0 : reader.GetInt64(1);
        // Entries are forgotten a step before their requests are.
        return reader.IsDBNull(2)
            ? new CostedRecord(json, record, corrections, record.Cost, record.Currency, record.PriceVersion)
            : new CostedRecord(
                json, record, corrections, Amount(reader, 2), reader.GetString(3), reader.GetString(4));
    }

    private static CostCorrection ReadEntry(DbDataReader reader) => new()
    {
        Request = Guid.Parse(reader.GetString(0)),
        Attempt = reader.GetInt32(1) is > 0 and var place ? place : null,
        Number = reader.GetInt64(2),
        CorrectedAt = Instants.Read(reader.GetString(3)),
        CorrectedBy = reader.GetString(4),
        Reason = reader.GetString(5),
        OldAmount = Amount(reader, 6),
        OldCurrency = reader.IsDBNull(7) ? null : reader.GetString(7),
        OldPriceVersion = reader.IsDBNull(8) ? null : reader.GetString(8),
        NewAmount = Amount(reader, 9)!.Value,
        NewCurrency = reader.GetString(10),
        NewPriceVersion = reader.GetString(11),
    };

    private static decimal? Amount(DbDataReader reader, int at) =>
        reader.IsDBNull(at) ? null : decimal.Parse(reader.GetString(at), CultureInfo.InvariantCulture);

    private static string? Text(decimal? amount) => amount?.ToString(CultureInfo.InvariantCulture);
}
