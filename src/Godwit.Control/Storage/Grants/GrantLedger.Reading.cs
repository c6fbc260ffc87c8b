using System.Data.Common;
using Dapper;

namespace Godwit.Control.Storage.Grants;

/// <summary>Reading of balances and rows.</summary>
internal sealed partial class GrantLedger
{
    /// <summary>The balances of every grant and period, in their order.</summary>
    public async Task<IReadOnlyList<GrantBalance>> BalancesAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await BalancesAsync(connection, null, cancellation);
    }

    /// <summary>Rows of a grant, newest first.</summary>
    /// <param name="grant">Name of the Grant.</param>
    /// <param name="before">Only rows that were added before this one; null for all.</param>
    /// <param name="limit">Most rows.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<GrantEntry>> EntriesAsync(
        string grant, long? before, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
             select seq, {Columns} from grant_ledger where grant_name = @grant and seq < @before
             order by seq desc limit @limit
             """,
            new { grant, before = before ?? long.MaxValue, limit }, cancellationToken: cancellation));
        var entries = new List<GrantEntry>();
        while (await reader.ReadAsync(cancellation))
            entries.Add(new GrantEntry(reader.GetInt64(0), Read(reader)));
        return entries;
    }

    /// <summary>What was used of each grant since an instant, in all its periods.</summary>
    public async Task<IReadOnlyDictionary<string, long>> UsedSinceAsync(
        DateTimeOffset since, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            """
            select grant_name, cast(sum(amount) as bigint) from grant_ledger
            where kind = 'used' and at >= @since group by grant_name
            """,
            new { since = Instants.Write(since) }, cancellationToken: cancellation));
        var used = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
            used.Add(reader.GetString(0), reader.GetInt64(1));
        return used;
    }

    /// <summary>When the first row of a grant was added; null when there is none.</summary>
    public async Task<DateTimeOffset?> FirstAtAsync(string grant, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var at = await connection.ValueAsync<string?>(new CommandDefinition(
            "select min(at) from grant_ledger where grant_name = @grant", new { grant },
            cancellationToken: cancellation));
        return at is null ? null : Instants.Read(at);
    }

    private static async Task<IReadOnlyList<GrantBalance>> BalancesAsync(
        DbConnection connection, DbTransaction? transaction, CancellationToken cancellation)
    {
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"select {BalanceColumns} from grant_balances order by grant_name, period",
            transaction: transaction, cancellationToken: cancellation));
        var balances = new List<GrantBalance>();
        while (await reader.ReadAsync(cancellation))
        {
            var (grant, period) = (reader.GetString(0), reader.GetInt64(1));
            if (balances.Count == 0 || balances[^1].Grant != grant || balances[^1].Period != period)
                balances.Add(new GrantBalance(grant, period));
            balances[^1][Enum.Parse<GrantAccount>(reader.GetString(2), ignoreCase: true)] = reader.GetInt64(3);
        }

        return balances;
    }

    private static GrantTransaction Read(DbDataReader reader) => new(
        reader.GetString(1), reader.GetInt64(2), reader.GetString(3),
        Enum.Parse<GrantEntryKind>(reader.GetString(4), ignoreCase: true), Instants.Read(reader.GetString(5)),
        Enum.Parse<GrantAccount>(reader.GetString(6), ignoreCase: true),
        Enum.Parse<GrantAccount>(reader.GetString(7), ignoreCase: true), reader.GetInt64(8),
        reader.IsDBNull(9) ? null : reader.GetString(9), reader.IsDBNull(10) ? null : reader.GetInt64(10));
}
