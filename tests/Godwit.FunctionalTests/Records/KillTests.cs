using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Records;

/// <summary>A process that is killed under load loses no record of a request whose response ended.</summary>
public sealed class KillTests
{
    private const int Kills = 20;
    private const int Workers = 8;
    private readonly ConcurrentBag<string> answered = [];

    [Fact]
    public async Task No_record_of_an_answered_request_is_lost_by_kill_9()
    {
        await using var provider = await SimulatorServer.StartAsync("openai", "--pace", "1ms");
        await using var server = await GodwitServer.StartAsync(TestConfig.Serve(
            TestConfig.Owner()
            + TestConfig.Provider("openai", "openai", provider.Address)
            + TestConfig.Route("gpt-4o", "openai/gpt-4o")));
        var key = await server.CreateKeyAsync("load", TestConfig.Project);
        var random = new Random(1);
        for (var kill = 0; kill < Kills; kill++)
        {
            await LoadUntilKilledAsync(server, key, atLeast: answered.Count + random.Next(10, 60));
            await server.KillAndRestartAsync();
        }

        Assert.Empty(await MissingAsync(server));
    }

    private async Task LoadUntilKilledAsync(GodwitServer server, string key, int atLeast)
    {
        using var client = new RawClient(server.ClientUri, key);
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var workers = Enumerable.Range(0, Workers).Select(i => AskOnAsync(client, i % 2 == 0, () =>
        {
            if (answered.Count >= atLeast)
            {
                enough.TrySetResult();
            }
        })).ToArray();
        await Task.WhenAny([enough.Task, .. workers]);
        Assert.True(enough.Task.IsCompleted, $"requests failed before the kill:\n{server.Program.Output}");
        await server.Program.KillAsync();
        await Task.WhenAll(workers);
    }

    // Ends when the connection does: the process was killed.
    private async Task AskOnAsync(RawClient client, bool stream, Action onAnswer)
    {
        var body = $$"""
            {"model":"gpt-4o","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}
            """;
        while (true)
        {
            try
            {
                using var answer = await client.ChatAsync(body);
                var text = await answer.Content.ReadAsStringAsync();
                if (answer.StatusCode != HttpStatusCode.OK)
                {
                    return;
                }

                if (!stream || text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal))
                {
                    answered.Add(RawClient.RequestIdOf(answer));
                    onAnswer();
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                return;
            }
        }
    }

    private async Task<IReadOnlyCollection<string>> MissingAsync(GodwitServer server)
    {
        using var client = new HttpClient { BaseAddress = server.AdminUri };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", GodwitServer.AdminToken);
        var missing = answered.ToHashSet();
        try
        {
            // Records reach the store in batches; what was answered last may still be under way.
            await Eventually.ReadAsync(
                async () =>
                {
                    foreach (var id in missing.ToArray())
                    {
                        using var record = await client.GetAsync(new Uri($"api/v1/requests/{id}", UriKind.Relative));
                        if (record.IsSuccessStatusCode)
                        {
                            missing.Remove(id);
                        }
                    }

                    return missing.Count;
                },
                count => count == 0);
        }
        catch (TimeoutException)
        {
            // The caller says which ones are missing.
        }

        return missing;
    }
}
