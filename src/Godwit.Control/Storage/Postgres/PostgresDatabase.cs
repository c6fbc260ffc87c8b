using System.Data.Common;
using System.Globalization;
using Dapper;
using DbUp;
using Npgsql;

namespace Godwit.Control.Storage.Postgres;

/// <summary>The cluster store: every node writes to it, and hears of what the others write.</summary>
internal sealed class PostgresDatabase(string connectionString) : IDatabase, IAsyncDisposable
{
    // Any two numbers that no other application uses on the same database; they are the same for all nodes.
    private const long MigrationLock = 0x676F_6477_6974_0001;
    private const long WriterLock = 0x676F_6477_6974_0002;
    private const string Channel = "godwit_revision";

    // A notification can be lost with its connection: looking now and then costs little.
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(5);

    // A connection that hangs, as one may while the server comes back, is given up before it delays the next try long.
    private const int ConnectSeconds = 5;

    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(Impatient(connectionString));

    public string Engine => "postgres";

    public string SkipLocked => "for update skip locked";

    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_lock(@MigrationLock)", new { MigrationLock }, commandTimeout: 120,
            cancellationToken: cancellation));
        try
        {
            // It blocks, and what came before may have been completed by the thread that serves the sockets.
            await Task.Run(
                () => SchemaUpgrade.Run(DeployChanges.To.PostgresqlDatabase(connectionString), "Postgres"),
                cancellation);
        }
        finally
        {
            await connection.ExecuteAsync("select pg_advisory_unlock(@MigrationLock)", new { MigrationLock });
        }
    }

    public async Task<DbConnection> OpenAsync(CancellationToken cancellation) =>
        await source.OpenConnectionAsync(cancellation);

    public async Task<DbTransaction> BeginExclusiveAsync(DbConnection connection, CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(@WriterLock)", new { WriterLock }, transaction,
            cancellationToken: cancellation));
        return transaction;
    }

    public Task AnnounceAsync(DbTransaction transaction, long revision, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "select pg_notify(@Channel, @payload)",
            new { Channel, payload = revision.ToString(CultureInfo.InvariantCulture) },
            transaction, cancellationToken: cancellation));

    public async Task<IRevisionListener> ListenAsync(CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition($"listen {Channel}", cancellationToken: cancellation));
            return new Notifications(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private static string Impatient(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (!builder.ShouldSerialize("Timeout"))
            builder.Timeout = ConnectSeconds;
        return builder.ConnectionString;
    }

    private sealed class Notifications(NpgsqlConnection connection) : IRevisionListener
    {
        public Task WaitAsync(CancellationToken cancellation) => connection.WaitAsync(LookAnyway, cancellation);

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
