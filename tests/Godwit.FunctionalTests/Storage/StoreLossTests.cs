using System.Diagnostics;
using System.Net;
using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Npgsql;
using Xunit;

namespace Godwit.FunctionalTests.Storage;

/// <summary>PostgreSQL goes away under load, stays away over a restart, and comes back.</summary>
public sealed class StoreLossTests(PostgresFixture postgres, ITestOutputHelper output) : IClassFixture<PostgresFixture>
{
    private const int Clients = 6;
    private const string Chat = """{"model":"later","messages":[{"role":"user","content":"Hi"}]}""";

    [Fact]
    public async Task Clients_notice_nothing_and_every_record_arrives_once()
    {
        var direct = new NpgsqlConnectionStringBuilder(postgres.ConnectionString);
        await using var relay = new TcpRelay(direct.Port);
        var throughRelay = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Port = relay.Port };
        await using var provider = await SimulatorServer.StartAsync("openai");
        await using var server = await StartAsync(provider, throughRelay.ConnectionString);
        var key = await server.CreateKeyAsync("load", TestConfig.Project);
        var before = (await server.ReadAsync("status")).GetProperty("snapshot");

        var first = await AskWhileCutAsync(server, key, relay);
        var restarting = Stopwatch.StartNew();
        await server.KillAndRestartAsync();
        output.WriteLine($"Served {restarting.ElapsedMilliseconds} ms after kill -9, without the store.");
        var away = await server.ReadAsync("status");
        var second = await AskAsync(server, key, 100);

        Assert.False(away.GetProperty("store").GetProperty("healthy").GetBoolean());
        Assert.Equal("last_good", away.GetProperty("snapshot").GetProperty("origin").GetString());
        Assert.Equal(
            before.GetProperty("hash").GetString(),
            away.GetProperty("snapshot").GetProperty("hash").GetString());
        relay.Mend();
        string[] answered = [.. first.Answered, .. second.Answered];
        var stored = await Eventually.ReadAsync(() => StoredAsync(direct), ids => ids.Count >= answered.Length);
        output.WriteLine($"{answered.Length} requests answered, {stored.Count} records stored.");
        Assert.Equal(answered.Order(), stored.Order());
        await AssertPublishesAsync(server, key);
    }

    private static Task<GodwitServer> StartAsync(SimulatorServer provider, string store)
    {
        var options = TestConfig.Serve(
            TestConfig.Owner()
            + TestConfig.Provider("openai", "openai", provider.Address)
            + TestConfig.Route("gpt-4o", "openai/gpt-4o"));
        return GodwitServer.StartAsync(options with { Arguments = [.. options.Arguments, "--store", store] });
    }

    private static async Task<Load> AskWhileCutAsync(GodwitServer server, string key, TcpRelay relay)
    {
        await using var load = new Load(server.ClientUri, key, "gpt-4o", Clients);
        await load.EndedAsync(100);
        await relay.CutAsync();
        await load.EndedAsync(300);
        await Eventually.ReadAsync(
            () => server.ReadAsync("status"), status => status.GetProperty("journal_pending_bytes").GetInt64() > 0);
        await load.StopAsync();
        Assert.Empty(load.Failures);
        return load;
    }

    private static async Task<Load> AskAsync(GodwitServer server, string key, int requests)
    {
        await using var load = new Load(server.ClientUri, key, "gpt-4o", Clients);
        await load.EndedAsync(requests);
        await load.StopAsync();
        Assert.Empty(load.Failures);
        return load;
    }

    // Asked of PostgreSQL itself: the row of each record, twice if it is there twice.
    private static async Task<List<string>> StoredAsync(NpgsqlConnectionStringBuilder direct)
    {
        await using var source = NpgsqlDataSource.Create(direct);
        await using var command = source.CreateCommand("select id::text from requests where status = 200");
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<string>();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    private static async Task AssertPublishesAsync(GodwitServer server, string key)
    {
        await Eventually.ReadAsync(
            () => server.ReadAsync("status"),
            status => status.GetProperty("snapshot").GetProperty("origin").GetString() == "store");
        using var folder = new TemporaryFolder();
        var applied = await server.RunAsync(
            "apply", "-f", folder.Write("later.yaml", TestConfig.Route("later", "openai/gpt-4o")));
        Assert.True(applied.ExitCode == 0, applied.Errors);
        using var client = new RawClient(server.ClientUri, key);
        var status = await Eventually.ReadAsync(
            async () =>
            {
                using var answer = await client.ChatAsync(Chat);
                return answer.StatusCode;
            },
            code => code == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, status);
    }
}
