using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Godwit.Host.Cli;

/// <summary>Asks the client API for one streamed answer and shows it as it arrives.</summary>
internal sealed class ChatExchange : IDisposable
{
    private readonly HttpClient http;

    public ChatExchange(Uri client, string key)
    {
        http = new HttpClient { BaseAddress = client, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>The first chat model the key may use; null when there is none.</summary>
    public async Task<string?> FirstModelAsync(CancellationToken cancellation)
    {
        using var answer = await http.GetAsync("/v1/models", cancellation);
        var models = await ReadAsync(answer, cancellation);
        return models?["data"]?.AsArray()
            .Select(model => model?["id"]?.GetValue<string>())
            .FirstOrDefault(
                id => id is not null && !id.Contains('/') && !id.Contains("embed", StringComparison.Ordinal));
    }

    /// <summary>Asks, and writes the answer's text as it comes.</summary>
    public async Task<ChatAnswer> AskAsync(
        string model, string message, TextWriter output, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(Body(model, message), Encoding.UTF8, "application/json"),
        };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var headers = answer.Headers.ToDictionary(
            header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        if (!answer.IsSuccessStatusCode)
        {
            var error = (await ReadAsync(answer, cancellation))?["error"]?["message"]?.GetValue<string>();
            return new ChatAnswer(headers) { Error = $"{(int)answer.StatusCode} {error ?? answer.ReasonPhrase}" };
        }

        return await StreamAsync(new ChatAnswer(headers), answer, output, cancellation);
    }

    public void Dispose() => http.Dispose();

    private static async Task<ChatAnswer> StreamAsync(
        ChatAnswer answer, HttpResponseMessage response, TextWriter output, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellation))
        {
            if (item.Data == "[DONE]")
                break;
            var chunk = JsonNode.Parse(item.Data);
            if (chunk?["error"]?["message"]?.GetValue<string>() is { } error)
                answer = answer with { Error = error };
            if (chunk?["choices"] is JsonArray { Count: > 0 } choices
                && choices[0]?["delta"]?["content"]?.GetValue<string>() is { } piece)
            {
                text.Append(piece);
                await output.WriteAsync(piece);
                await output.FlushAsync(cancellation);
            }

            if (chunk?["usage"] is JsonObject usage)
            {
                answer = answer with
                {
                    InputTokens = usage["prompt_tokens"]?.GetValue<long>(),
                    OutputTokens = usage["completion_tokens"]?.GetValue<long>(),
                };
            }
        }

        await output.WriteLineAsync();
        return answer with { Text = text.ToString() };
    }

    private static string Body(string model, string message) => new JsonObject
    {
        ["model"] = model,
        ["stream"] = true,
        ["stream_options"] = new JsonObject { ["include_usage"] = true },
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = message }),
    }.ToJsonString();

    private static async Task<JsonNode?> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What came back.</summary>
/// <param name="Headers">Headers of the answer.</param>
internal sealed record ChatAnswer(IReadOnlyDictionary<string, string> Headers)
{
    public string? Text { get; init; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public string? Error { get; init; }

    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public string? RequestId => Header("x-godwit-request-id");

    public string? Header(string name) => Headers.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
