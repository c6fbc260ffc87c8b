using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Forwarding;

/// <summary>
/// Sockets complete inline on a few event-loop threads: a request that blocked one of them would hold up every
/// connection of that loop. So many requests wait here in every way a request can wait, and others are answered.
/// </summary>
public sealed class StalledProviderTests
{
    // Many more than the event loops of any machine the tests run on.
    private const int Waiting = 96;
    private const int Answered = 32;

    [Fact]
    public async Task Requests_that_wait_hold_up_no_other()
    {
        await using var quick = await SimulatorServer.StartAsync("openai");
        await using var silent = await SimulatorServer.StartAsync("openai", "--fault", "silent");
        await using var stalled = await SimulatorServer.StartAsync("openai", "--fault", "stream_stall:after_chunks=2");
        await using var server = await GodwitServer.StartAsync(TestConfig.Serve(
            TestConfig.Owner()
            + TestConfig.Provider("quick", "openai", quick.Address)
            + TestConfig.Provider("silent", "openai", silent.Address)
            + TestConfig.Provider("stalled", "openai", stalled.Address)));
        var key = await server.CreateKeyAsync("waiting", TestConfig.Project);
        using var client = new RawClient(server.ClientUri, key);
        using var leave = new CancellationTokenSource();

        var silentOnes = Enumerable.Range(0, Waiting)
            .Select(_ => client.ChatAsync(Chat("silent/gpt-4o", stream: false), leave.Token)).ToArray();
        var stalledOnes = await Task.WhenAll(Enumerable.Range(0, Waiting)
            .Select(_ => client.ChatAsync(Chat("stalled/gpt-4o", stream: true), leave.Token)));
        foreach (var batch in Enumerable.Range(0, Answered).Chunk(8))
        {
            var answers = await Task.WhenAll(batch.Select(_ => client.ChatAsync(Chat("quick/gpt-4o", stream: true))));
            Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode));
        }

        Assert.DoesNotContain(silentOnes, request => request.IsCompleted);
        await leave.CancelAsync();
        foreach (var answer in stalledOnes)
            answer.Dispose();
        await Task.WhenAll(silentOnes.Select(
            request => Assert.ThrowsAnyAsync<OperationCanceledException>(() => request)));
    }

    private static string Chat(string model, bool stream) =>
        $$"""
        {"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}
        """;
}
