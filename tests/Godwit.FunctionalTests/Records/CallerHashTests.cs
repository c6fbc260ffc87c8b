using System.Net.Http.Json;
using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Records;

/// <summary>A caller is recognised again by the hash of its address, and by nothing else.</summary>
public sealed class CallerHashTests
{
    [Fact]
    public async Task A_restart_does_not_change_the_hash_of_an_address()
    {
        await using var openAI = await SimulatorServer.StartAsync("openai", "--pace", "1ms");
        var config = TestConfig.Owner() + TestConfig.Provider("openai", "openai", openAI.Address)
            + TestConfig.Route("gpt-4o", "openai/gpt-4o");
        await using var server = await GodwitServer.StartAsync(TestConfig.Serve(config));
        var key = await server.CreateKeyAsync("application", TestConfig.Project);

        await AskAsync(server, key, Caller.InChina);
        await server.KillAndRestartAsync();
        await AskAsync(server, key, Caller.InChina);
        await AskAsync(server, key, Caller.InUnitedStates);

        var hashes = await Eventually.ReadAsync(() => HashesAsync(server), seen => seen.Count == 3);
        Assert.Equal(2, hashes.Distinct().Count());
    }

    private static async Task AskAsync(GodwitServer server, string key, string address)
    {
        using var client = new HttpClient { BaseAddress = server.ClientUri };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Headers = { { "Authorization", $"Bearer {key}" }, { "X-Forwarded-For", address } },
            Content = JsonContent.Create(new
            {
                model = "gpt-4o", messages = new[] { new { role = "user", content = "Hello" } },
            }),
        };
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<IReadOnlyList<string>> HashesAsync(GodwitServer server) =>
    [
        .. (await server.ReadAsync("requests?limit=10")).GetProperty("items").EnumerateArray()
            .Select(record => record.GetProperty("client_hash").GetString()!),
    ];
}
