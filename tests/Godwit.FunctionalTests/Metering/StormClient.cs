using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Godwit.FunctionalTests.Support;

namespace Godwit.FunctionalTests.Metering;

/// <summary>Asks a node many things at once: some hang up in the middle, and some nodes die.</summary>
internal sealed class StormClient(int seed)
{
    private int asked;

    /// <summary>What the client itself was told it used, of answers that came whole, by request.</summary>
    public ConcurrentDictionary<Guid, long> Whole { get; } = [];

    /// <summary>Requests that the client hung up on, or whose answer broke.</summary>
    public ConcurrentBag<Guid> Broken { get; } = [];

    /// <summary>Requests that were refused for want of room.</summary>
    public ConcurrentBag<string> Refused { get; } = [];

    public async Task AskManyAsync(Uri node, string key, int count)
    {
        using var client = new RawClient(node, key);
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => AskAsync(client)));
    }

    private async Task AskAsync(RawClient client)
    {
        var random = new Random(HashCode.Combine(seed, Interlocked.Increment(ref asked)));
        var body = $$$"""
            {"model":"m","stream":true,"stream_options":{"include_usage":true},"max_tokens":{{{random.Next(20, 200)}}},
            "messages":[{"role":"user","content":"{{{new string('a', random.Next(200))}}}"}]}
            """;
        using var hangUp = new CancellationTokenSource();
        var id = Guid.Empty;
        try
        {
            using var answer = await client.ChatAsync(body, hangUp.Token);
            if (answer.Headers.TryGetValues("x-godwit-request-id", out var ids))
                id = Guid.Parse(ids.Single());
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                Refused.Add(await answer.Content.ReadAsStringAsync(CancellationToken.None));
            else if (answer.IsSuccessStatusCode)
                await ReadAsync(answer, id, random.Next(6) == 0 ? random.Next(1, 8) : int.MaxValue, hangUp);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            if (id != Guid.Empty)
                Broken.Add(id);
        }
    }

    private async Task ReadAsync(HttpResponseMessage answer, Guid id, int lines, CancellationTokenSource hangUp)
    {
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(hangUp.Token));
        long? used = null;
        while (await reader.ReadLineAsync(hangUp.Token) is { } line)
        {
            if (--lines == 0)
                await hangUp.CancelAsync();
            if (line == "data: [DONE]" && used is { } sum)
                Whole[id] = sum;
            if (line.Contains("\"usage\":{", StringComparison.Ordinal))
            {
                using var json = JsonDocument.Parse(line["data: ".Length..]);
                used = json.RootElement.GetProperty("usage").GetProperty("total_tokens").GetInt64();
            }
        }

        if (!Whole.ContainsKey(id))
            Broken.Add(id);
    }
}
