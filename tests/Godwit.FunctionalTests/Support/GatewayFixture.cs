using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Support;

/// <summary>One gateway before three simulated providers, shared by the tests that only ask.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    private SimulatorServer? openAI;
    private SimulatorServer? qwen;
    private SimulatorServer? slow;
    private GodwitServer? server;

    /// <summary>The gateway.</summary>
    public GodwitServer Server => server!;

    /// <summary>The provider behind the model <c>gpt-4o</c>.</summary>
    public SimulatorServer OpenAI => openAI!;

    /// <summary>The provider behind the model <c>gpt-4o-slow</c>.</summary>
    public SimulatorServer Slow => slow!;

    /// <summary>A key of the project.</summary>
    public string ApiKey { get; private set; } = "";

    /// <summary>A Node.js client with the key.</summary>
    internal NodeClient Client => new(Server.ClientUri, ApiKey);

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        openAI = await SimulatorServer.StartAsync("openai", "--pace", "2ms");
        qwen = await SimulatorServer.StartAsync("alibaba-qwen", "--pace", "2ms");
        // Slow enough that a client can change its mind before the answer has ended.
        slow = await SimulatorServer.StartAsync("openai", "--pace", "250ms");
        server = await GodwitServer.StartAsync(TestConfig.Serve(Config()));
        ApiKey = await server.CreateKeyAsync("functional-tests", TestConfig.Project);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        IAsyncDisposable?[] parts = [server, slow, qwen, openAI];
        foreach (var part in parts.OfType<IAsyncDisposable>())
        {
            await part.DisposeAsync();
        }
    }

    private string Config() =>
        TestConfig.Owner()
        + TestConfig.Provider("openai", "openai", openAI!.Address)
        + TestConfig.Provider("alibaba-qwen", "alibaba-qwen", qwen!.Address)
        + TestConfig.Provider("slow", "openai", slow!.Address)
        + TestConfig.Route("gpt-4o", "openai/gpt-4o")
        + TestConfig.Route("gpt-4o-slow", "slow/gpt-4o")
        + TestConfig.Route("qwen-plus", "alibaba-qwen/qwen-plus")
        + TestConfig.Route("text-embedding-3-small", "openai/text-embedding-3-small")
        + TestConfig.Policy("refuse");
}
