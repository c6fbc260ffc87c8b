using System.Data.Common;
using DbUp;
using Microsoft.Data.Sqlite;

namespace Godwit.Control.Storage.Sqlite;

/// <summary>The embedded store: one file in the data folder, many readers, one writer.</summary>
internal sealed class SqliteDatabase(string file, TimeProvider time) : IDatabase
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private readonly string connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = file,
        // Seconds to wait for another process's write to end, before an attempt to write is given up.
        DefaultTimeout = 10,
    }.ToString();

    public string Engine => "sqlite";

    // There is one writer at a time: nobody else can be taking rows.
    public string SkipLocked => "";

    public async Task MigrateAsync(CancellationToken cancellation)
    {
        // The lock file is held while the schema changes. SQLite serves the processes of one machine, so that
        // a file lock of that machine is enough, and it is given back when the process dies.
        await using var held = await LockAsync(file + ".migrate", cancellation);
        await using (var connection = await OpenAsync(cancellation))
        {
            await using var command = connection.CreateCommand();
            // Set before anything is written. A record is a kilobyte and more: on pages of the usual 4 KiB it would not
            // fit into the tree, and each would have a page of its own.
            command.CommandText = "pragma page_size = 16384; pragma journal_mode = wal";
            await command.ExecuteNonQueryAsync(cancellation);
        }

        SchemaUpgrade.Run(DeployChanges.To.SqliteDatabase(connectionString), "Sqlite");
    }

    public async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            // In WAL mode, normal loses at most the last commits at a power cut, and never consistency; records
            // are acknowledged to the journal later than they are stored, so they are shipped again then.
            command.CommandText = "pragma busy_timeout = 10000; pragma synchronous = normal";
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public Task<DbTransaction> BeginExclusiveAsync(DbConnection connection, CancellationToken cancellation) =>
        // Not deferred: the write lock is taken before anything is read.
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    public Task AnnounceAsync(DbTransaction transaction, long revision, CancellationToken cancellation) =>
        Task.CompletedTask;

    public Task<IRevisionListener> ListenAsync(CancellationToken cancellation) =>
        Task.FromResult<IRevisionListener>(new Poll(time));

    private async Task<FileStream> LockAsync(string path, CancellationToken cancellation)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < 300)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellation);
            }
        }
    }

    private sealed class Poll(TimeProvider time) : IRevisionListener
    {
        public Task WaitAsync(CancellationToken cancellation) => Task.Delay(PollInterval, time, cancellation);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
