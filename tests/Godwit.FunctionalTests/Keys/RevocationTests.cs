using System.Net;
using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Keys;

/// <summary>A key that is withdrawn with the command line is refused by the nodes that serve.</summary>
public sealed class RevocationTests(PostgresFixture postgres, ITestOutputHelper output) : IClassFixture<PostgresFixture>
{
    private const string Chat = """{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}""";

    [Fact]
    public async Task The_node_that_is_told_refuses_the_key()
    {
        await using var provider = await SimulatorServer.StartAsync("openai");
        await using var server = await GodwitServer.StartAsync(Options(provider));
        var key = await server.CreateKeyAsync("stolen", TestConfig.Project);

        await AssertRevokedAsync(told: server, asked: server, key);
    }

    [Fact]
    public async Task Another_node_on_the_same_store_refuses_the_key()
    {
        await using var provider = await SimulatorServer.StartAsync("openai");
        var options = Options(provider);
        options = options with { Arguments = [.. options.Arguments, "--store", postgres.ConnectionString] };
        await using var told = await GodwitServer.StartAsync(options);
        await using var asked = await GodwitServer.StartAsync(options);
        var key = await told.CreateKeyAsync("stolen", TestConfig.Project);
        using var client = new RawClient(asked.ClientUri, key);
        await Eventually.ReadAsync(() => AskAsync(client), status => status == HttpStatusCode.OK);

        await AssertRevokedAsync(told, asked, key);
    }

    private async Task AssertRevokedAsync(GodwitServer told, GodwitServer asked, string key)
    {
        using var client = new RawClient(asked.ClientUri, key);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(client));
        var asking = AskUntilRefusedAsync(client);
        var revoked = await told.RunAsync("keys", "revoke", "stolen", "--output", "json");
        var at = revoked.Json().GetProperty("revoked_at").GetDateTimeOffset();
        var (status, refusedAt) = await asking.WaitAsync(TimeSpan.FromSeconds(30));

        output.WriteLine($"Refused {(refusedAt - at).TotalMilliseconds:0} ms after it was revoked.");
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(client));
    }

    private static async Task<(HttpStatusCode Status, DateTimeOffset At)> AskUntilRefusedAsync(RawClient client)
    {
        while (true)
        {
            if (await AskAsync(client) is var status && status != HttpStatusCode.OK)
            {
                return (status, DateTimeOffset.UtcNow);
            }
        }
    }

    private static async Task<HttpStatusCode> AskAsync(RawClient client)
    {
        using var answer = await client.ChatAsync(Chat);
        await answer.Content.ReadAsStringAsync();
        return answer.StatusCode;
    }

    private static GodwitServerOptions Options(SimulatorServer provider) => TestConfig.Serve(
        TestConfig.Owner()
        + TestConfig.Provider("openai", "openai", provider.Address)
        + TestConfig.Route("gpt-4o", "openai/gpt-4o"));
}
