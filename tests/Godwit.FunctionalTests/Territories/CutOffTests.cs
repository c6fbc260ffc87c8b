using System.Text.Json;
using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Territories;

/// <summary>An application that keeps asking while a provider stops serving its territory.</summary>
public sealed class CutOffTests : IAsyncLifetime
{
    // Long enough for the file to be applied and for the application to be answered a few times before.
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(6);
    // An instant is honoured to the second.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private SimulatorServer? openAI;
    private SimulatorServer? qwen;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        openAI = await SimulatorServer.StartAsync("openai", "--pace", "2ms");
        qwen = await SimulatorServer.StartAsync("alibaba-qwen", "--pace", "2ms");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await openAI!.DisposeAsync();
        await qwen!.DisposeAsync();
    }

    [Fact]
    public async Task An_application_goes_on_across_the_instant_with_another_provider()
    {
        var config = BaseConfig();
        await using var server = await GodwitServer.StartAsync(TestConfig.Serve(config));
        var key = await server.CreateKeyAsync("application", TestConfig.Project);
        var from = DateTimeOffset.UtcNow + Lead;
        await File.WriteAllTextAsync(server.ConfigPath, config + TestConfig.Policy("reroute", from));

        var client = new NodeClient(server.ClientUri, key) { Address = Caller.InChina };
        var log = await client.RunAsync("keep-asking", "until_moved");

        AssertMoved([.. log.GetProperty("log").EnumerateArray()], from);
    }

    [Fact]
    public async Task A_caller_from_elsewhere_stays_with_the_first_provider()
    {
        var config = BaseConfig() + TestConfig.Policy("reroute");
        await using var server = await GodwitServer.StartAsync(TestConfig.Serve(config));
        var key = await server.CreateKeyAsync("application", TestConfig.Project);

        var client = new NodeClient(server.ClientUri, key) { Address = Caller.InUnitedStates };
        var headers = (await client.RunAsync("openai", "chat")).GetProperty("headers");

        Assert.Equal("openai", headers.GetProperty("x-godwit-provider").GetString());
        Assert.Equal("served", headers.GetProperty("x-godwit-decision").GetString());
    }

    private static void AssertMoved(JsonElement[] log, DateTimeOffset from)
    {
        Assert.All(log, entry => Assert.False(entry.TryGetProperty("error", out _), entry.ToString()));
        Assert.All(log, entry => Assert.False(string.IsNullOrEmpty(entry.GetProperty("text").GetString())));
        var before = log.TakeWhile(entry => Decision(entry) == "served").ToArray();
        var after = log[before.Length..];

        Assert.NotEmpty(before);
        Assert.NotEmpty(after);
        Assert.All(before, entry => Assert.Equal("openai", entry.GetProperty("provider").GetString()));
        Assert.All(before, entry => Assert.True(SentAt(entry) < from + Tolerance));
        Assert.All(after, entry => Assert.Equal("rerouted", Decision(entry)));
        Assert.All(after, entry => Assert.Equal("alibaba-qwen", entry.GetProperty("provider").GetString()));
        // The request may wait on the way in, so that one sent before the instant is decided after it.
        Assert.All(after, entry => Assert.True(SentAt(entry) > from - Tolerance));
    }

    private static string? Decision(JsonElement entry) => entry.GetProperty("decision").GetString();

    private static DateTimeOffset SentAt(JsonElement entry) =>
        DateTimeOffset.FromUnixTimeMilliseconds(entry.GetProperty("sent").GetInt64());

    private string BaseConfig() =>
        TestConfig.Owner()
        + TestConfig.Provider("openai", "openai", openAI!.Address)
        + TestConfig.Provider("alibaba-qwen", "alibaba-qwen", qwen!.Address)
        + TestConfig.Route("gpt-4o", "openai/gpt-4o", whenUnserved: "alibaba-qwen/qwen-plus");
}
