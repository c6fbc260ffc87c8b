using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests;

/// <summary>A simulator on a free port with a client that has a key.</summary>
internal sealed class RunningSimulator : IAsyncDisposable
{
    private RunningSimulator(SimulatorServer server)
    {
        Server = server;
        Client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(20) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sk-test");
    }

    public SimulatorServer Server { get; }

    public HttpClient Client { get; }

    public static Task<RunningSimulator> StartAsync(string provider, params string[] faults) =>
        StartAsync(SimulatorOptions.For(provider, faults: faults.Select(Parse)));

    public static async Task<RunningSimulator> StartAsync(SimulatorOptions options, TimeProvider? time = null) =>
        new(await SimulatorServer.StartAsync(options, time ?? TimeProvider.System, CancellationToken.None));

    public static Fault Parse(string text) =>
        Fault.TryParse(text, out Fault? fault, out string? error) ? fault : throw new FormatException(error);

    public static string Chat(string text, string more = "", string model = "gpt-4o") =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":{{JsonSerializer.Serialize(text)}}}]{{more}}}""";

    public Task<HttpResponseMessage> PostAsync(string path, string body) =>
        Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));

    public async Task<JsonNode> AskAsync(string body, string path = "/v1/chat/completions", int status = 200)
    {
        using HttpResponseMessage response = await PostAsync(path, body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    public async Task<string> StreamTextAsync(string body, string path = "/v1/chat/completions")
    {
        using HttpResponseMessage response = await PostAsync(path, body);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<List<string>> StreamAsync(string body, string path = "/v1/chat/completions") =>
        DataOf(await StreamTextAsync(body, path));

    public static List<string> DataOf(string stream) =>
        [.. stream.Split('\n').Where(line => line.StartsWith("data:", StringComparison.Ordinal))
            .Select(line => line[5..].Trim())];

    public static List<JsonNode> ChunksOf(IEnumerable<string> data) =>
        [.. data.Where(line => line != "[DONE]").Select(line => JsonNode.Parse(line)!)];

    public static string ContentOf(IEnumerable<JsonNode> chunks, string member = "content") => string.Concat(
        chunks.Select(chunk => chunk["choices"]!.AsArray().FirstOrDefault()?["delta"]?[member]?.GetValue<string>()));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
