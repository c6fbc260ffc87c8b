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

    /// <summary>One with the headers that Anthropic asks for.</summary>
    public static async Task<RunningSimulator> ForMessagesAsync(
        string provider = "anthropic", string[]? faults = null, TimeProvider? time = null)
    {
        RunningSimulator simulator = await StartAsync(
            SimulatorOptions.For(provider, faults: (faults ?? []).Select(Parse)), time);
        simulator.Client.DefaultRequestHeaders.Authorization = null;
        simulator.Client.DefaultRequestHeaders.Add("x-api-key", "sk-ant-test");
        simulator.Client.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
        return simulator;
    }

    /// <summary>One with the header that Gemini asks for.</summary>
    public static async Task<RunningSimulator> ForGeminiAsync(params string[] faults)
    {
        RunningSimulator simulator = await StartAsync("google-gemini", faults);
        simulator.Client.DefaultRequestHeaders.Authorization = null;
        simulator.Client.DefaultRequestHeaders.Add("x-goog-api-key", "AIza-test");
        return simulator;
    }

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

    /// <summary>The named events of a stream; each name has to be the type that its data says.</summary>
    public static List<JsonNode> EventsOf(string stream)
    {
        List<JsonNode> events = [];
        string? name = null;
        foreach (string line in stream.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (line.StartsWith("event:", StringComparison.Ordinal))
            {
                name = line[6..].Trim();
            }
            else if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                JsonNode data = JsonNode.Parse(line[5..])!;
                Assert.Equal(name, data["type"]!.GetValue<string>());
                events.Add(data);
            }
        }

        return events;
    }

    /// <summary>The types in order, runs of the same one folded with a star.</summary>
    public static string OrderOf(IEnumerable<JsonNode> events)
    {
        List<string> order = [];
        foreach (string type in events.Select(one => one["delta"] is JsonObject delta && delta["type"] is { } inner
            ? inner.GetValue<string>()
            : one["type"]!.GetValue<string>()))
        {
            if (order.Count > 0 && order[^1].TrimEnd('*') == type)
            {
                order[^1] = type + "*";
            }
            else
            {
                order.Add(type);
            }
        }

        return string.Join(' ', order);
    }

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
