using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests;

public sealed class StreamTests
{
    [Fact]
    public async Task A_stream_starts_with_the_role_and_ends_with_finish_and_done()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        List<string> data = await simulator.StreamAsync(RunningSimulator.Chat("Hello", ""","stream":true"""));
        List<JsonNode> chunks = RunningSimulator.ChunksOf(data);

        Assert.Equal("[DONE]", data[^1]);
        Assert.Equal("assistant", chunks[0]["choices"]![0]!["delta"]!["role"]!.GetValue<string>());
        Assert.Equal("stop", chunks[^1]["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.All(chunks, chunk => Assert.Equal("chat.completion.chunk", chunk["object"]!.GetValue<string>()));
        Assert.All(chunks[..^1], chunk => Assert.Null(chunk["choices"]![0]!["finish_reason"]));
    }

    [Fact]
    public async Task A_stream_says_the_same_as_the_plain_answer()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        JsonNode plain = await simulator.AskAsync(RunningSimulator.Chat("Hello"));

        List<JsonNode> chunks = RunningSimulator.ChunksOf(
            await simulator.StreamAsync(RunningSimulator.Chat("Hello", ""","stream":true""")));

        Assert.Equal(
            plain["choices"]![0]!["message"]!["content"]!.GetValue<string>(), RunningSimulator.ContentOf(chunks));
        Assert.Equal(plain["id"]!.GetValue<string>(), chunks[0]["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Usage_comes_in_a_chunk_without_choices_when_it_is_asked_for()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        List<JsonNode> chunks = RunningSimulator.ChunksOf(await simulator.StreamAsync(
            RunningSimulator.Chat("Hello", ""","stream":true,"stream_options":{"include_usage":true}""")));

        Assert.Empty(chunks[^1]["choices"]!.AsArray());
        Assert.True(chunks[^1]["usage"]!["total_tokens"]!.GetValue<int>() > 0);
        Assert.All(chunks[..^1], chunk => Assert.True(chunk.AsObject().ContainsKey("usage") && chunk["usage"] is null));
    }

    [Fact]
    public async Task Usage_does_not_come_unasked()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        List<JsonNode> chunks = RunningSimulator.ChunksOf(
            await simulator.StreamAsync(RunningSimulator.Chat("Hello", ""","stream":true""")));

        Assert.All(chunks, chunk => Assert.False(chunk.AsObject().ContainsKey("usage")));
    }

    [Fact]
    public async Task The_answer_length_can_be_set_in_chunks()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync(new SimulatorOptions
        {
            Providers = [new SimulatedProvider { Name = "openai", AnswerTokens = 60 }],
        });

        List<JsonNode> chunks = RunningSimulator.ChunksOf(
            await simulator.StreamAsync(RunningSimulator.Chat("Hello", ""","stream":true""")));

        Assert.Equal(60 + 2, chunks.Count);
    }

    [Fact]
    public async Task Chunks_wait_for_the_pace_on_the_given_clock()
    {
        Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new();
        await using RunningSimulator simulator = await RunningSimulator.StartAsync(
            SimulatorOptions.For("openai", pace: TimeSpan.FromSeconds(1)), time);

        Task<List<string>> stream = simulator.StreamAsync(
            RunningSimulator.Chat("Hello", ""","stream":true,"max_tokens":4"""));
        while (!stream.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Equal("[DONE]", (await stream)[^1]);
        Assert.True(time.GetUtcNow() - time.Start >= TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_of_the_provider()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        using HttpResponseMessage response = await simulator.PostAsync(
            "/v1/chat/completions", RunningSimulator.Chat("Hello"));

        Assert.StartsWith("req_", response.Headers.GetValues("x-request-id").Single(), StringComparison.Ordinal);
        Assert.NotEmpty(response.Headers.GetValues("openai-processing-ms"));
        Assert.Equal("9998", response.Headers.GetValues("x-ratelimit-remaining-requests").Single());
    }
}
