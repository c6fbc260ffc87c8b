using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Godwit.FunctionalTests.Storage;

/// <summary>History tells when somebody with access to the store has changed it.</summary>
public sealed class HistoryTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Tamper = "update history set actor = 'nobody' where seq = 2";

    [Fact]
    public async Task A_changed_row_of_sqlite_is_found()
    {
        await using var server = await GodwitServer.StartAsync(TestConfig.Serve(TestConfig.Owner()));
        await AssertIntactAsync(server);
        await using (var connection = new SqliteConnection(
            $"Data Source={Path.Combine(server.DataPath, "godwit.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = Tamper;
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        await AssertBrokenAsync(server);
    }

    [Fact]
    public async Task A_changed_row_of_postgresql_is_found()
    {
        var options = TestConfig.Serve(TestConfig.Owner());
        await using var server = await GodwitServer.StartAsync(
            options with { Arguments = [.. options.Arguments, "--store", postgres.ConnectionString] });
        await AssertIntactAsync(server);
        await using (var source = NpgsqlDataSource.Create(postgres.ConnectionString))
        {
            await using var command = source.CreateCommand(Tamper);
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        await AssertBrokenAsync(server);
    }

    private static async Task AssertIntactAsync(GodwitServer server)
    {
        var verified = await server.RunAsync("history", "--verify", "--output", "json");
        Assert.True(verified.Json().GetProperty("intact").GetBoolean(), verified.Output);
        Assert.True(verified.Json().GetProperty("entries").GetInt64() > 2);
    }

    private static async Task AssertBrokenAsync(GodwitServer server)
    {
        var verified = await server.RunAsync("history", "--verify");
        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("entry 2 was changed after it was written", verified.Output, StringComparison.Ordinal);
    }
}
