using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Serve;

/// <summary>The simulated provider that answers when no other is configured.</summary>
public sealed class SimulatedProviderTests
{
    [Fact]
    public async Task It_is_where_it_was_after_kill_9()
    {
        await using var server = await GodwitServer.StartAsync(TestConfig.Serve(TestConfig.Owner()));
        var key = await server.CreateKeyAsync("mine", TestConfig.Project);
        var before = await BaseUrlAsync(server);

        await server.KillAndRestartAsync();

        Assert.Equal(before, await BaseUrlAsync(server));
        using var client = new RawClient(server.ClientUri, key);
        using var answer = await client.ChatAsync(
            """{"model":"simulated-chat","messages":[{"role":"user","content":"Hi"}]}""");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string?> BaseUrlAsync(GodwitServer server)
    {
        var provider = await server.RunAsync("get", "provider", "simulated", "--output", "json");
        return provider.Json().GetProperty("spec").GetProperty("base_url").GetString();
    }
}
