using System.Net.Http.Headers;
using System.Text;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.Console.Tests;

/// <summary>A gateway with a simulated provider, asked once by a caller in China and twice by one elsewhere.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    /// <summary>The administrator's password of every server that tests start.</summary>
    public const string Password = "test-admin-password";

    private const string Config = """
        kind: Organization
        name: contoso
        spec: {}
        ---
        kind: Project
        name: app
        spec: { organization: contoso }
        ---
        kind: Provider
        name: openai
        spec: { catalog: openai, base_url: "{0}v1", credential: { env: SIMULATED_CREDENTIAL }, simulated: true }
        ---
        kind: Route
        name: gpt-4o
        spec: { targets: [{ target: openai/gpt-4o }] }
        ---
        kind: TerritoryPolicy
        name: cut-off
        spec: { scope: { providers: [openai] }, serves: { exclude: [CN] }, unserved: refuse }
        """;

    private SimulatorServer? provider;
    private GodwitServer? server;

    /// <summary>The root of the console.</summary>
    public string Address => server!.AdminUri.ToString();

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        provider = await SimulatorServer.StartAsync("openai");
        server = await GodwitServer.StartAsync(new GodwitServerOptions
        {
            Config = Config.Replace("{0}", provider.Address.ToString(), StringComparison.Ordinal),
            Arguments = ["--client-address", "x-forwarded-for", "--trusted-proxy", "127.0.0.1/32"],
            Environment = new Dictionary<string, string> { ["SIMULATED_CREDENTIAL"] = "sk-simulated" },
        });
        var key = await server.CreateKeyAsync("console", "app");
        foreach (var caller in new[] { "111.13.101.208", "8.8.8.8", "8.8.8.8" })
        {
            await AskAsync(server.ClientUri, key, caller);
        }

        await Eventually.ReadAsync(
            async () => (await server.RunAsync("usage", "--by", "territory", "--output", "json")).Output,
            usage => usage.Contains("\"CN\"", StringComparison.Ordinal)
                && usage.Contains("\"US\"", StringComparison.Ordinal));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        IAsyncDisposable?[] parts = [server, provider];
        foreach (var part in parts.OfType<IAsyncDisposable>())
        {
            await part.DisposeAsync();
        }
    }

    private static async Task AskAsync(Uri root, string key, string caller)
    {
        using var client = new HttpClient { BaseAddress = root };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", caller);
        using var body = new StringContent(
            """{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), body);
        await answer.Content.ReadAsStringAsync();
    }
}
