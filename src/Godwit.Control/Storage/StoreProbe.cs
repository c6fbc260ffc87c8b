using System.Data.Common;
using Godwit.Control.Storage.Postgres;
using Godwit.Control.Storage.Sqlite;

namespace Godwit.Control.Storage;

/// <summary>Tries whether the store can be reached, without changing anything in it.</summary>
public static class StoreProbe
{
    /// <summary>Opens a connection and asks something; returns what is wrong, null when nothing is.</summary>
    public static async Task<string?> TryAsync(ControlOptions options, CancellationToken cancellation)
    {
        var file = Path.Combine(options.DataFolder, "godwit.db");
        // Opening would make it: a store that is not there yet is made at the first start.
        if (options.ConnectionString is null && !File.Exists(file))
            return null;
        try
        {
            IDatabase database = options.ConnectionString is { } text
                ? new PostgresDatabase(PostgresConnectionString.Normalize(text))
                : new SqliteDatabase(file, TimeProvider.System);
            await using var connection = await database.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "select 1";
            await command.ExecuteScalarAsync(cancellation);
            return null;
        }
        catch (Exception failure) when (failure is DbException or ArgumentException or IOException or TimeoutException)
        {
            return failure.Message;
        }
    }
}
