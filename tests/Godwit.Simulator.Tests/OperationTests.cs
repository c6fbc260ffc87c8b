using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests;

public sealed class OperationTests
{
    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/compatible-mode/v1/chat/completions")]
    [InlineData("/api/paas/v4/chat/completions")]
    [InlineData("/v2/chat/completions")]
    [InlineData("/openai/v1/chat/completions")]
    [InlineData("/v1beta/openai/chat/completions")]
    public async Task Every_base_path_leads_to_the_operation(string path)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        await simulator.AskAsync(RunningSimulator.Chat("Hello"), path);
    }

    [Fact]
    public async Task Several_providers_are_told_apart_by_their_prefix()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync(new SimulatorOptions
        {
            Providers =
            [
                new SimulatedProvider { Name = "openai", PathPrefix = "/openai" },
                new SimulatedProvider { Name = "alibaba-qwen", PathPrefix = "/alibaba-qwen" },
            ],
        });

        JsonNode first = await simulator.AskAsync(RunningSimulator.Chat("Hello"), "/openai/v1/chat/completions");
        JsonNode second = await simulator.AskAsync(RunningSimulator.Chat("Hello"), "/alibaba-qwen/v1/chat/completions");
        await simulator.AskAsync(RunningSimulator.Chat("Hello"), "/openaix/v1/chat/completions", 404);

        Assert.Equal("openai", first["simulator"]!["provider"]!.GetValue<string>());
        Assert.Equal("alibaba-qwen", second["simulator"]!["provider"]!.GetValue<string>());
    }

    [Fact]
    public async Task Embeddings_are_unit_vectors_that_lie_closer_when_texts_share_words()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode answer = await simulator.AskAsync(
            """
            {"model":"text-embedding-3-small","input":["a bird flies south","a bird flies north","tax return form"],
            "dimensions":256}
            """,
            "/v1/embeddings");

        float[][] vectors = [.. answer["data"]!.AsArray().Select(
            item => item!["embedding"]!.AsArray().Select(value => value!.GetValue<float>()).ToArray())];
        Assert.All(vectors, vector => Assert.Equal(256, vector.Length));
        Assert.All(vectors, vector => Assert.Equal(1, Dot(vector, vector), 3));
        Assert.True(Dot(vectors[0], vectors[1]) > Dot(vectors[0], vectors[2]) + 0.3);
        Assert.True(answer["usage"]!["prompt_tokens"]!.GetValue<int>() > 0);
    }

    [Fact]
    public async Task Embeddings_in_base64_are_the_same_numbers()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        const string body = """{"model":"text-embedding-3-small","input":"bird"FORMAT}""";

        JsonNode plain = await simulator.AskAsync(
            body.Replace("FORMAT", "", StringComparison.Ordinal), "/v1/embeddings");
        JsonNode packed = await simulator.AskAsync(
            body.Replace("FORMAT", ""","encoding_format":"base64" """, StringComparison.Ordinal), "/v1/embeddings");

        float[] expected = [.. plain["data"]![0]!["embedding"]!.AsArray().Select(value => value!.GetValue<float>())];
        byte[] bytes = Convert.FromBase64String(packed["data"]![0]!["embedding"]!.GetValue<string>());
        Assert.Equal(1536, expected.Length);
        Assert.Equal(expected, MemoryMarshal.Cast<byte, float>(bytes).ToArray());
    }

    [Theory]
    [InlineData("""{"model":"m"}""", "input")]
    [InlineData("""{"input":"a"}""", "model")]
    [InlineData("""{"model":"m","input":"a","dimensions":0}""", "dimensions")]
    public async Task Wrong_embedding_requests_name_the_parameter(string body, string parameter)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode answer = await simulator.AskAsync(body, "/v1/embeddings", 400);

        Assert.Equal(parameter, answer["error"]!["param"]!.GetValue<string>());
    }

    [Fact]
    public async Task Completions_answer_plain_and_streamed_alike()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        const string body = """{"model":"babbage","prompt":"Once","max_tokens":8MORE}""";

        JsonNode plain = await simulator.AskAsync(
            body.Replace("MORE", "", StringComparison.Ordinal), "/v1/completions");
        List<string> data = await simulator.StreamAsync(
            body.Replace(
                "MORE", ""","stream":true,"stream_options":{"include_usage":true}""", StringComparison.Ordinal),
            "/v1/completions");
        List<JsonNode> chunks = RunningSimulator.ChunksOf(data);

        string text = plain["choices"]![0]!["text"]!.GetValue<string>();
        Assert.Equal("length", plain["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Equal(text, string.Concat(chunks[..^1].Select(c => c["choices"]![0]!["text"]!.GetValue<string>())));
        Assert.Equal(8, chunks[^1]["usage"]!["completion_tokens"]!.GetValue<int>());
        Assert.Equal("[DONE]", data[^1]);
    }

    [Fact]
    public async Task Models_are_listed_and_unknown_ones_are_refused()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync(new SimulatorOptions
        {
            Providers = [new SimulatedProvider { Name = "openai", Models = ["gpt-4o", "meta/llama"] }],
        });

        JsonNode list = JsonNode.Parse(await simulator.Client.GetStringAsync(Relative("/v1/models")))!;
        JsonNode one = JsonNode.Parse(await simulator.Client.GetStringAsync(Relative("/v1/models/meta/llama")))!;
        JsonNode refused = await simulator.AskAsync(RunningSimulator.Chat("Hello", model: "gpt-9"), status: 404);
        using HttpResponseMessage missing = await simulator.Client.GetAsync(Relative("/v1/models/gpt-9"));

        Assert.Equal(["gpt-4o", "meta/llama"], list["data"]!.AsArray().Select(m => m!["id"]!.GetValue<string>()));
        Assert.Equal("meta/llama", one["id"]!.GetValue<string>());
        Assert.Equal("model_not_found", refused["error"]!["code"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Theory]
    [InlineData("not json", null, 400)]
    [InlineData("[]", null, 400)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"\ud800"}]}""", null, 400)]
    [InlineData("""{"messages":[{"role":"user","content":"a"}]}""", "model", 400)]
    [InlineData("""{"model":"m"}""", "messages", 400)]
    [InlineData("""{"model":"m","messages":[]}""", "messages", 400)]
    [InlineData("""{"model":"m","messages":[{"content":"a"}]}""", "messages", 400)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a"}],"n":0}""", "n", 400)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a"}],"max_tokens":"x"}""", "max_tokens", 400)]
    public async Task Wrong_chat_requests_are_refused_in_OpenAIs_shape(string body, string? parameter, int status)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode answer = await simulator.AskAsync(body, status: status);

        Assert.Equal("invalid_request_error", answer["error"]!["type"]!.GetValue<string>());
        Assert.Equal(parameter, answer["error"]!["param"]?.GetValue<string>());
    }

    [Theory]
    [InlineData(null, null, 401)]
    [InlineData("Bearer wrong", null, 401)]
    [InlineData("Bearer right", null, 200)]
    [InlineData(null, "right", 200)]
    public async Task A_required_key_is_checked(string? authorization, string? apiKey, int status)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync(new SimulatorOptions
        {
            Providers = [new SimulatedProvider { Name = "openai", RequiredKey = "right" }],
        });
        simulator.Client.DefaultRequestHeaders.Clear();
        simulator.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        simulator.Client.DefaultRequestHeaders.TryAddWithoutValidation("api-key", apiKey);

        await simulator.AskAsync(RunningSimulator.Chat("Hello"), status: status);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync(
            SimulatorOptions.For("openai") with { MaxRequestBytes = 1000 });

        await simulator.AskAsync(RunningSimulator.Chat(new string('a', 2000)), status: 413);
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static double Dot(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();
}
