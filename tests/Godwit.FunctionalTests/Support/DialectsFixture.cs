using System.Collections.Concurrent;
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

    // Routes to one provider: that answers, that falls silent or breaks off after a few pieces, whose context is always
    // too small, and that thinks, under a name by which client libraries know that a model does.
    private static readonly string[] Kinds = ["via", "stalling", "breaking", "small", "gpt-5"];
    private static readonly string[] OpenAIModels = ["gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-3.5-turbo", "gpt-5"];
    private static readonly string[] AnthropicModels =
        ["claude-sonnet-4-6", "claude-haiku-4-5", "claude-opus-4-6", "claude-opus-4-5", "claude-sonnet-4-6"];
    private static readonly string[] GeminiModels =
    [
        "gemini-3-pro-preview", "gemini-2.5-flash", "gemini-2.5-pro", "gemini-2.0-flash", "gemini-3-pro-preview",
    ];

    private readonly ConcurrentDictionary<string, Lazy<Task<SdkRun>>> runs = new();
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
        var openAI = await SimulateAsync("openai", OpenAIModels);
        var anthropic = await SimulateAsync("anthropic", AnthropicModels);
        var gemini = await SimulateAsync("google-gemini", GeminiModels);
        server = await GodwitServer.StartAsync(TestConfig.Serve(
            TestConfig.Owner()
            + Described("openai-chat", "openai_chat", openAI, "/v1", OpenAIModels, embeds: "text-embedding-3-small")
            + Described("openai-responses", "openai_responses", openAI, "/v1", OpenAIModels)
            + Catalogued("anthropic", anthropic, "", AnthropicModels)
            + TestConfig.Route(FixedSampling, "anthropic/claude-opus-4-7")
            + Described(
                "gemini", "gemini_generate_content", gemini, "/v1beta", GeminiModels, "x-goog-api-key",
                "gemini-embedding-001")
            + TestConfig.Route(EmbeddingModels[0], "openai-chat/text-embedding-3-small")
            + TestConfig.Route(EmbeddingModels[1], "gemini/gemini-embedding-001")
            + NotInChina));
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

    /// <summary>What an SDK's application did with all <see cref="Models"/>.</summary>
    /// <param name="sdk">The script, and which of the ways that it knows: <c>ai google</c>.</param>
    internal Task<SdkRun> RunOfAsync(string sdk) =>
        runs.GetOrAdd(sdk, name => new(() => RunAsync(name.Split(' ')))).Value;

    private async Task<SdkRun> RunAsync(string[] sdk)
    {
        var answers = await (Client with { Model = string.Join(' ', Models), Sdk = sdk[1] }).RunAsync(sdk[0], "all");
        // They keep the last ones only, so that they are asked before the next SDK's turn.
        var requests = await Eventually.ReadAsync(
            async () => (await Task.WhenAll(simulators.Select(one => one.RequestsAsync()))).SelectMany(all => all),
            all => all.All(request => request.GetProperty("ended").GetBoolean()));
        return new SdkRun(answers, [.. requests]);
    }

    private async Task<Uri> SimulateAsync(string provider, string[] models)
    {
        var simulator = await SimulatorServer.StartAsync(
            provider, "--pace", "2ms", "--fault", $"stream_stall:after_chunks=3:model={models[1]}",
            "--fault", $"stream_cut:after_chunks=3:model={models[2]}", "--fault", $"context_length:model={models[3]}");
        simulators.Add(simulator);
        return simulator.Address;
    }

    private static string Described(
        string name, string dialect, Uri address, string path, string[] models, string? header = null,
        string? embeds = null) => $$"""
        kind: Provider
        name: {{name}}
        spec:
          dialect: {{dialect}}
          base_url: {{address.GetLeftPart(UriPartial.Authority)}}{{path}}
          credential: { env: SIMULATED_CREDENTIAL{{(header is null ? "" : $", scheme: header, header: {header}")}} }
          simulated: true
          models:
            [{{string.Join(", ", models.Distinct().Select(model => $"{{ name: {model} }}"))}}{{Embedding(embeds)}}]
        ---
        {{Routes(name, dialect, models)}}
        """;

    private static string Embedding(string? model) =>
        model is null ? "" : $", {{ name: {model}, operations: [embeddings] }}";

    private static string Catalogued(string name, Uri address, string path, string[] models) => $$"""
        kind: Provider
        name: {{name}}
        spec:
          catalog: {{name}}
          base_url: {{address.GetLeftPart(UriPartial.Authority)}}{{path}}
          credential: { env: SIMULATED_CREDENTIAL }
          simulated: true
        ---
        {{Routes(name, "anthropic_messages", models)}}
        """;

    private static string Routes(string provider, string dialect, string[] models) => string.Concat(Kinds.Zip(
        models, (kind, model) => TestConfig.Route($"{kind}-{dialect.Replace('_', '-')}", $"{provider}/{model}")));

    private const string NotInChina = """
        kind: TerritoryPolicy
        name: not-in-china
        spec:
          scope: { providers: [openai-chat, openai-responses, anthropic, gemini] }
          serves: { exclude: [CN] }
          unserved: refuse
          contact: compliance@contoso.example
        ---

        """;
}
