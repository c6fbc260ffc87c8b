using Godwit.Control.Storage;
using Godwit.Control.Storage.Postgres;
using Godwit.Control.Storage.Sqlite;
using Npgsql;
using Xunit;

namespace Godwit.Control.Tests.Storage;

/// <summary>An empty store of one test's own, on a real engine.</summary>
internal abstract class TestDatabase : IAsyncDisposable
{
    public abstract Task<IDatabase> ConnectAsync(TimeProvider time);

    /// <summary>What a node is started with to use this store; null for the file in its data folder.</summary>
    public abstract Task<string?> ConnectionStringAsync();

    public abstract IRequestStore Requests(IDatabase database, TimeProvider time);

    public abstract ValueTask DisposeAsync();
}

/// <summary>SQLite, in a folder of its own.</summary>
internal sealed class SqliteTestDatabase : TestDatabase
{
    private readonly TestFolder folder = new();

    public override Task<IDatabase> ConnectAsync(TimeProvider time) =>
        Task.FromResult<IDatabase>(new SqliteDatabase(folder.File("godwit.db"), time));

    public override Task<string?> ConnectionStringAsync() => Task.FromResult<string?>(null);

    public override IRequestStore Requests(IDatabase database, TimeProvider time) => new SqliteRequestStore(database);

    public override ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>PostgreSQL, in a database of its own on the server that the environment names.</summary>
internal sealed class PostgresTestDatabase : TestDatabase
{
    private const string Variable = "GODWIT_TEST_POSTGRES";

    private readonly string name = "godwit_" + Guid.NewGuid().ToString("n");
    private readonly List<PostgresDatabase> connected = [];
    private string? server;

    public override async Task<IDatabase> ConnectAsync(TimeProvider time)
    {
        connected.Add(new PostgresDatabase((await ConnectionStringAsync())!));
        return connected[^1];
    }

    public override async Task<string?> ConnectionStringAsync()
    {
        if (server is null)
        {
            var variable = Environment.GetEnvironmentVariable(Variable);
            if (string.IsNullOrEmpty(variable))
                Missing();
            server = variable;
            await ExecuteAsync($"create database {name}");
        }

        return new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ToString();
    }

    public override IRequestStore Requests(IDatabase database, TimeProvider time) =>
        new PostgresRequestStore(database, time);

    public override async ValueTask DisposeAsync()
    {
        foreach (var database in connected)
            await database.DisposeAsync();
        if (server is not null)
            await ExecuteAsync($"drop database if exists {name} with (force)");
    }

    private static void Missing()
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail($"{Variable} is not set on CI");
        Assert.Skip($"{Variable} is not set; eng/test.sh starts a server and sets it");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(server!);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
