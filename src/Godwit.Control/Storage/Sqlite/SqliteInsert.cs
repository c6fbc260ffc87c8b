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

    /// <summary>Binds UTF-8 as text, and none where it is empty.</summary>
    public void Bind(ReadOnlyMemory<byte> text) => Check(text.IsEmpty
        ? raw.sqlite3_bind_null(statement, ++bound)
        : raw.sqlite3_bind_text(statement, ++bound, text.Span));

    public void BindBlob(ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(statement, ++bound, value));

    public void Bind(long? value) => Check(value is { } number
        ? raw.sqlite3_bind_int64(statement, ++bound, number)
        : raw.sqlite3_bind_null(statement, ++bound));

    /// <summary>Runs the statement with what was bound, and begins the next row.</summary>
    /// <returns>False when the row was there already, and the statement leaves it then.</returns>
    /// <exception cref="SqliteException">The row was not written.</exception>
    public bool Step()
    {
        var result = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        bound = 0;
        if (result != raw.SQLITE_DONE)
            Check(result);
        return raw.sqlite3_changes(database) > 0;
    }

    public void Dispose() => statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
