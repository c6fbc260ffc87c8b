using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Support;

/// <summary>
/// One gateway before simulated providers that each speak one dialect only, so that a client of another is translated.
/// </summary>
public sealed class DialectsFixture : IAsyncLifetime
{
    /// <summary>The model names, each of a provider that speaks that one dialect.</summary>
    public static readonly string[] Models =
        ["via-openai-chat", "via-openai-responses", "via-anthropic-messages", "via-gemini-generate-content"];

    /// <summary>A model that refuses to be sampled otherwise than it is.</summary>
    public const string FixedSampling = "fixed-sampling";

    /// <summary>Models that embed, each of a provider that speaks one dialect only.</summary>
    public static readonly string[] EmbeddingModels = ["embeds-openai-chat", "embeds-gemini-generate-content"];

    private readonly List<SimulatorServer> simulators = [];
    private GodwitServer? server;

    /// <summary>The gateway.</summary>
    public GodwitServer Server => server!;

    /// <summary>A key of the project.</summary>
    public string ApiKey { get; private set; } = "";

    /// <summary>A Node.js client with the key.</summary>
    internal NodeClient Client => new(Server.ClientUri, ApiKey);

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        var openAI = await SimulateAsync("openai");
        var anthropic = await SimulateAsync("anthropic");
        var gemini = await SimulateAsync("google-gemini");
        server = await GodwitServer.StartAsync(TestConfig.Serve(
            TestConfig.Owner()
            + Described("openai-chat", "openai_chat", openAI, "/v1", "gpt-4o", embeds: "text-embedding-3-small")
            + Described("openai-responses", "openai_responses", openAI, "/v1", "gpt-4o")
            + Catalogued("anthropic", anthropic, "", "claude-sonnet-4-6")
            + TestConfig.Route(FixedSampling, "anthropic/claude-opus-4-7")
            + Described(
                "gemini", "gemini_generate_content", gemini, "/v1beta", "gemini-3-pro-preview", "x-goog-api-key",
                "gemini-embedding-001")
            + TestConfig.Route(EmbeddingModels[0], "openai-chat/text-embedding-3-small")
            + TestConfig.Route(EmbeddingModels[1], "gemini/gemini-embedding-001")));
        ApiKey = await server.CreateKeyAsync("dialects", TestConfig.Project);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        foreach (var simulator in simulators)
        {
            await simulator.DisposeAsync();
        }
    }

    private async Task<Uri> SimulateAsync(string provider)
    {
        var simulator = await SimulatorServer.StartAsync(provider, "--pace", "2ms");
        simulators.Add(simulator);
        return simulator.Address;
    }

    private static string Described(
        string name, string dialect, Uri address, string path, string model, string? header = null,
        string? embeds = null) => $$"""
        kind: Provider
        name: {{name}}
        spec:
          dialect: {{dialect}}
          base_url: {{address.GetLeftPart(UriPartial.Authority)}}{{path}}
          credential: { env: SIMULATED_CREDENTIAL{{(header is null ? "" : $", scheme: header, header: {header}")}} }
          simulated: true
          models: [{ name: {{model}} }{{(embeds is null ? "" : $", {{ name: {embeds}, operations: [embeddings] }}")}}]
        ---
        {{Route(name, dialect, model)}}
        """;

    private static string Catalogued(string name, Uri address, string path, string model) => $$"""
        kind: Provider
        name: {{name}}
        spec:
          catalog: {{name}}
          base_url: {{address.GetLeftPart(UriPartial.Authority)}}{{path}}
          credential: { env: SIMULATED_CREDENTIAL }
          simulated: true
        ---
        {{Route(name, "anthropic_messages", model)}}
        """;

    private static string Route(string provider, string dialect, string model) =>
        TestConfig.Route("via-" + dialect.Replace('_', '-'), $"{provider}/{model}");
}
