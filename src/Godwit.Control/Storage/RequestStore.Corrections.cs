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

    public async Task<IReadOnlyList<CostedRecord>> CostedAsync(
        RequestFilter filter, int limit, CancellationToken cancellation)
    {
        var (where, parameters) = Where(filter);
        parameters.Add("limit", limit);
        await using var connection = await Database.OpenAsync(cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
             select record, corrections, new_amount, new_currency, new_price_version
             from requests left join cost_corrections on request_id = id and number = corrections{where}
             order by id limit @limit
             """,
            parameters, cancellationToken: cancellation));
        var records = new List<CostedRecord>();
        while (await reader.ReadAsync(cancellation))
            records.Add(ReadCosted(reader));
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
            if (!await TakeAsync(record, entry, transaction, cancellation))
                continue;
            written.Add(entry);
            moves.Add(record.Json, entry);
        }

        await InsertAsync(written, transaction, cancellation);
        await moves.WriteAsync(transaction, cancellation);
        await transaction.CommitAsync(cancellation);
        return written;
    }

    public async Task<IReadOnlyList<CostCorrection>> CorrectionsAsync(Guid request, CancellationToken cancellation)
    {
        await using var connection = await Database.OpenAsync(cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"select number, {EntryColumns} from cost_corrections where request_id = @id order by number",
            new { id = IdValue(request) }, cancellationToken: cancellation));
        var entries = new List<CostCorrection>();
        while (await reader.ReadAsync(cancellation))
            entries.Add(ReadEntry(request, reader));
        return entries;
    }

    public async Task<bool> ForgetCorrectionsAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        await using var connection = await Database.OpenAsync(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from cost_corrections where (request_id, number) in
              (select request_id, number from cost_corrections where request_id < @bound
               order by request_id, number limit @limit)
            """,
            new { bound = IdValue(RequestIds.FirstOf(before)), limit = StepSize },
            cancellationToken: cancellation)) == StepSize;
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
            entries.Select(entry => new
            {
                id = IdValue(entry.Request), number = entry.Number, at = Instants.Write(entry.CorrectedAt),
                by = entry.CorrectedBy, reason = entry.Reason, oldAmount = Text(entry.OldAmount),
                oldCurrency = entry.OldCurrency, oldVersion = entry.OldPriceVersion,
                newAmount = Text(entry.NewAmount), newCurrency = entry.NewCurrency, newVersion = entry.NewPriceVersion,
            }),
            transaction, cancellationToken: cancellation));

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

    private static CostCorrection ReadEntry(Guid request, DbDataReader reader) => new()
    {
        Request = request,
        Number = reader.GetInt64(0),
        CorrectedAt = Instants.Read(reader.GetString(1)),
        CorrectedBy = reader.GetString(2),
        Reason = reader.GetString(3),
        OldAmount = Amount(reader, 4),
        OldCurrency = reader.IsDBNull(5) ? null : reader.GetString(5),
        OldPriceVersion = reader.IsDBNull(6) ? null : reader.GetString(6),
        NewAmount = Amount(reader, 7)!.Value,
        NewCurrency = reader.GetString(8),
        NewPriceVersion = reader.GetString(9),
    };

    private static decimal? Amount(DbDataReader reader, int at) =>
        reader.IsDBNull(at) ? null : decimal.Parse(reader.GetString(at), CultureInfo.InvariantCulture);

    private static string? Text(decimal? amount) => amount?.ToString(CultureInfo.InvariantCulture);
}
