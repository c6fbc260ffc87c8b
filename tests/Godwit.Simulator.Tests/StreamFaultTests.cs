using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Godwit.Simulator.Tests;

public sealed class StreamFaultTests
{
    private static readonly string Streamed = RunningSimulator.Chat("Hello", ""","stream":true""");

    [Theory]
    [InlineData("stream_cut:after_chunks=4", 4)]
    [InlineData("stream_cut:after_chunks=100000", null)]
    public async Task A_cut_stream_dies_after_its_chunks_and_never_looks_complete(string fault, int? chunks)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", fault);

        string text = await ReadUntilItDiesAsync(simulator, Streamed);

        List<JsonNode> received = RunningSimulator.ChunksOf(RunningSimulator.DataOf(text));
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.All(received, chunk => Assert.Null(chunk["choices"]![0]!["finish_reason"]));
        Assert.True(chunks is null || received.Count == chunks + 1);
    }

    [Fact]
    public async Task A_cut_answer_that_is_no_stream_dies_in_the_middle()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "stream_cut");

        string text = await ReadUntilItDiesAsync(simulator, RunningSimulator.Chat("Hello"));

        Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(text));
    }

    [Fact]
    public async Task A_stalled_stream_goes_on_when_its_delay_is_over()
    {
        FakeTimeProvider time = new();
        await using RunningSimulator simulator = await RunningSimulator.StartAsync(
            SimulatorOptions.For("openai", faults: [RunningSimulator.Parse("stream_stall:after_chunks=3:delay=30s")]),
            time);

        Task<List<string>> stream = simulator.StreamAsync(Streamed);
        while (simulator.Server.Requests is not [{ ChunksSent: 3 }])
        {
            await Task.Yield();
        }

        Assert.False(stream.IsCompleted);
        await AdvanceUntilAsync(time, stream);
        Assert.True(time.GetUtcNow() - time.Start >= TimeSpan.FromSeconds(30));
        Assert.Equal("[DONE]", (await stream)[^1]);
    }

    [Fact]
    public async Task A_slow_first_token_comes_after_the_headers()
    {
        FakeTimeProvider time = new();
        await using RunningSimulator simulator = await RunningSimulator.StartAsync(
            SimulatorOptions.For("openai", faults: [RunningSimulator.Parse("slow_first_token")]), time);
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(Streamed),
        };

        using HttpResponseMessage response = await simulator.Client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead);
        Task<string> body = response.Content.ReadAsStringAsync();

        Assert.Equal(200, (int)response.StatusCode);
        Assert.False(body.IsCompleted);
        await AdvanceUntilAsync(time, body);
        Assert.True(time.GetUtcNow() - time.Start >= TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task One_bad_event_is_not_json_and_the_rest_is_whole()
    {
        await using RunningSimulator simulator =
            await RunningSimulator.StartAsync("openai", "bad_event:after_chunks=3");

        List<string> data = await simulator.StreamAsync(Streamed);

        string bad = Assert.Single(data, line => line != "[DONE]" && !IsJson(line));
        data.Remove(bad);
        Assert.Equal("[DONE]", data[^1]);
        Assert.Equal("stop", RunningSimulator.ChunksOf(data)[^1]["choices"]![0]!["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_done_marker_can_be_missing()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "no_done");

        List<string> data = await simulator.StreamAsync(
            RunningSimulator.Chat("Hello", ""","stream":true,"stream_options":{"include_usage":true}"""));

        Assert.DoesNotContain("[DONE]", data);
        Assert.NotNull(RunningSimulator.ChunksOf(data)[^1]["usage"]);
    }

    [Fact]
    public async Task The_content_filter_ends_a_stream_or_an_answer_in_the_middle()
    {
        await using RunningSimulator simulator =
            await RunningSimulator.StartAsync("openai", "content_filter:after_chunks=4");

        List<JsonNode> chunks = RunningSimulator.ChunksOf(await simulator.StreamAsync(Streamed));
        JsonNode plain = await simulator.AskAsync(RunningSimulator.Chat("Hello"));

        Assert.Equal("content_filter", chunks[^1]["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Equal(4 + 2, chunks.Count);
        Assert.Equal("content_filter", plain["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Equal(
            RunningSimulator.ContentOf(chunks), plain["choices"]![0]!["message"]!["content"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_error_event_ends_a_stream_in_the_middle()
    {
        await using RunningSimulator simulator =
            await RunningSimulator.StartAsync("openai", "error_in_200:after_chunks=4");

        List<string> data = await simulator.StreamAsync(Streamed);

        Assert.Equal(1 + 4 + 1, data.Count);
        Assert.NotNull(JsonNode.Parse(data[^1])!["error"]);
    }

    [Fact]
    public async Task Comments_stand_between_the_events()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "comments");

        string text = await simulator.StreamTextAsync(Streamed);

        Assert.StartsWith(": keep-alive\n\ndata: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_can_end_with_crlf_and_data_can_have_no_space()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "crlf", "no_space");

        string text = await simulator.StreamTextAsync(Streamed);

        Assert.StartsWith("data:{", text, StringComparison.Ordinal);
        Assert.EndsWith("data:[DONE]\r\n\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", text.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_chunk_carries_a_mebibyte()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "huge_chunk");

        List<JsonNode> chunks = RunningSimulator.ChunksOf(await simulator.StreamAsync(Streamed));

        Assert.Single(chunks, chunk => RunningSimulator.ContentOf([chunk]).Length >= 1024 * 1024);
    }

    [Fact]
    public async Task An_answer_can_come_compressed_though_nobody_asked()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "gzip");

        using HttpResponseMessage response = await simulator.PostAsync("/v1/chat/completions", Streamed);

        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
        await using GZipStream plain = new(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using StreamReader reader = new(plain);
        Assert.EndsWith("data: [DONE]\n\n", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Characters_are_cut_apart_on_the_wire_and_whole_when_put_together()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "split_utf8");
        string body = RunningSimulator.Chat("鹬", ""","stream":true""");

        string wire = await RawAsync(simulator.Server.Address, body);
        List<JsonNode> chunks = RunningSimulator.ChunksOf(await simulator.StreamAsync(body));

        // Read as Latin-1, a chunk of one byte is its length, a line end, the byte and a line end.
        Assert.Contains("\r\n1\r\n\u00e9\r\n1\r\n\u00b9\r\n1\r\n\u00ac\r\n", wire, StringComparison.Ordinal);
        Assert.Contains("鹬", RunningSimulator.ContentOf(chunks), StringComparison.Ordinal);
    }

    private static async Task<string> RawAsync(Uri address, string body)
    {
        using TcpClient client = new();
        await client.ConnectAsync(address.Host, address.Port);
        byte[] content = Encoding.UTF8.GetBytes(body);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer k\r\nConnection: close\r\n"
            + $"Content-Length: {content.Length}\r\n\r\n"));
        await stream.WriteAsync(content);
        using StreamReader reader = new(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    private static async Task<string> ReadUntilItDiesAsync(RunningSimulator simulator, string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(body),
        };
        using HttpResponseMessage response = await simulator.Client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead);
        await using Stream stream = await response.Content.ReadAsStreamAsync();
        using MemoryStream received = new();
        byte[] buffer = new byte[4096];
        Exception failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            for (int read = 1; read > 0;)
            {
                read = await stream.ReadAsync(buffer);
                received.Write(buffer, 0, read);
            }
        });
        Assert.True(failure is IOException or HttpRequestException, failure.ToString());
        return Encoding.UTF8.GetString(received.ToArray());
    }

    private static async Task AdvanceUntilAsync(FakeTimeProvider time, Task task)
    {
        while (!task.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            return JsonNode.Parse(text) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
