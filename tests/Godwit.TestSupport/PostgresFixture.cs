using Npgsql;
using Xunit;

namespace Godwit.TestSupport;

/// <summary>A fresh PostgreSQL database for one test class, dropped afterwards.</summary>
/// <remarks>
/// Use as <c>IClassFixture&lt;PostgresFixture&gt;</c>. Without a server the fixture stays empty, and it is
/// <see cref="ConnectionString"/> that skips the test that asks: a fixture itself cannot skip.
/// </remarks>
public sealed class PostgresFixture : IAsyncLifetime
{
    /// <summary>Names the server, as an Npgsql connection string to a database that may create others.</summary>
    public const string Variable = "GODWIT_TEST_POSTGRES";

    private readonly string? server = Environment.GetEnvironmentVariable(Variable);
    private readonly string database = $"godwit_{Guid.NewGuid():n}";

    /// <summary>The connection string of this class's own database; skips the test when there is no server.</summary>
    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder(Dependency.RequireVariable(Variable)) { Database = database }
            .ConnectionString;

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => await ExecuteAsync($"CREATE DATABASE {database}");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // Connections that a test left in a pool would keep the database alive.
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
    }

    private async Task ExecuteAsync(string sql)
    {
        if (string.IsNullOrEmpty(server))
        {
            return;
        }

        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
