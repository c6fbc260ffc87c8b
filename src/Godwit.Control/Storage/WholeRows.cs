using System.Data.Common;
using Dapper;

namespace Godwit.Control.Storage;

/// <summary>
/// Reads rows that have arrived whole. Dapper's own queries take columns as they arrive, and where a row comes in
/// several packets they wait for the rest on the thread that has to receive it, because sockets complete inline
/// (docs/adr/0002): until the command times out, and whatever else that thread serves waits with them.
/// </summary>
internal static class WholeRows
{
    /// <summary>All rows.</summary>
    public static async Task<List<T>> RowsAsync<T>(this DbConnection connection, CommandDefinition command)
    {
        await using var reader = await connection.ExecuteReaderAsync(command);
        var read = reader.GetRowParser<T>();
        var rows = new List<T>();
        while (await reader.ReadAsync(command.CancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The first row; the default of its type where there is none.</summary>
    public static async Task<T?> RowAsync<T>(this DbConnection connection, CommandDefinition command)
    {
        await using var reader = await connection.ExecuteReaderAsync(command);
        return await reader.ReadAsync(command.CancellationToken) ? reader.GetRowParser<T>()(reader) : default;
    }

    /// <summary>The first column of all rows; none of them is null.</summary>
    public static async Task<List<T>> ValuesAsync<T>(this DbConnection connection, CommandDefinition command)
    {
        await using var reader = await connection.ExecuteReaderAsync(command);
        var values = new List<T>();
        while (await reader.ReadAsync(command.CancellationToken))
            values.Add(reader.GetFieldValue<T>(0));
        return values;
    }

    /// <summary>
    /// The first column of the first row; the default of its type where there is none, or it is null.
    /// </summary>
    public static async Task<T?> ValueAsync<T>(this DbConnection connection, CommandDefinition command)
    {
        await using var reader = await connection.ExecuteReaderAsync(command);
        return await reader.ReadAsync(command.CancellationToken) && !reader.IsDBNull(0)
            ? reader.GetFieldValue<T>(0) : default;
    }
}
