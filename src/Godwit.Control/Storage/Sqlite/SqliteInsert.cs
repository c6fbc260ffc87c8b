using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Godwit.Control.Storage.Sqlite;

/// <summary>
/// One prepared statement that is run for many rows, its values bound by position. ADO.NET looks each parameter up by
/// name for each row, which costs more than the row itself when records arrive by the ten thousand a second.
/// </summary>
internal sealed class SqliteInsert : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private int bound;

    /// <summary>Prepares the statement, whose values are question marks.</summary>
    public SqliteInsert(SqliteConnection connection, string sql)
    {
        database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
    }

    public void Bind(string? value) => Check(value is null
        ? raw.sqlite3_bind_null(statement, ++bound)
        : raw.sqlite3_bind_text(statement, ++bound, value));

    public void Bind(long? value) => Check(value is { } number
        ? raw.sqlite3_bind_int64(statement, ++bound, number)
        : raw.sqlite3_bind_null(statement, ++bound));

    /// <summary>Runs the statement with what was bound, and begins the next row.</summary>
    /// <exception cref="SqliteException">The row was not written.</exception>
    public void Step()
    {
        var result = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        bound = 0;
        if (result != raw.SQLITE_DONE)
            Check(result);
    }

    public void Dispose() => statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
