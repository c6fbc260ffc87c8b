using System.Globalization;
using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Npgsql;
using Xunit;

namespace Godwit.FunctionalTests.Storage;

/// <summary>
/// Rows of PostgreSQL that come in several packets. Sockets complete inline: who waited for the rest of a row where it
/// is received would wait for ever.
/// </summary>
public sealed class TornRowsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Routes = 40;
    private const int Requests = 60;
    private const string Chat = """{"model":"r0","messages":[{"role":"user","content":"Hi"}]}""";

    [Fact]
    public async Task Everything_is_read_from_rows_that_come_in_pieces()
    {
        var direct = new NpgsqlConnectionStringBuilder(postgres.ConnectionString);
        await using var relay = new TcpRelay(direct.Port, piece: 400);
        var throughRelay = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Port = relay.Port };
        await using var provider = await SimulatorServer.StartAsync("openai");
        await using var server = await StartAsync(provider, throughRelay.ConnectionString);
        var key = await server.CreateKeyAsync("torn", TestConfig.Project);
        using var client = new RawClient(server.ClientUri, key);
        for (var i = 0; i < Requests; i++)
        {
            using var answer = await client.ChatAsync(Chat);
            Assert.True(answer.IsSuccessStatusCode);
        }

        await Eventually.ReadAsync(
            () => server.ReadAsync("status"), status => status.GetProperty("journal_pending_bytes").GetInt64() == 0);
        foreach (var command in new[] { "usage --output json", "get Route", "history", "export" })
        {
            var result = await server.RunAsync(command.Split(' '));
            Assert.True(result.ExitCode == 0, $"{command}: {result.Errors}");
        }

        // What waits is given up after half a minute and tried again: the log tells.
        Assert.DoesNotContain(
            server.Program.Output.Lines,
            line => line.Contains("timed out", StringComparison.OrdinalIgnoreCase)
                || line.Contains("timeout", StringComparison.OrdinalIgnoreCase));
        var after = await server.ReadAsync("status");
        Assert.True(after.GetProperty("store").GetProperty("healthy").GetBoolean());
        Assert.Equal("store", after.GetProperty("snapshot").GetProperty("origin").GetString());
    }

    private static Task<GodwitServer> StartAsync(SimulatorServer provider, string store)
    {
        var routes = Enumerable.Range(0, Routes).Select(i => TestConfig.Route(
            string.Create(CultureInfo.InvariantCulture, $"r{i}"), "openai/gpt-4o"));
        var options = TestConfig.Serve(
            TestConfig.Owner() + TestConfig.Provider("openai", "openai", provider.Address)
            + string.Join("---\n", routes));
        return GodwitServer.StartAsync(options with { Arguments = [.. options.Arguments, "--store", store] });
    }
}
