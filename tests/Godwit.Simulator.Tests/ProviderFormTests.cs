using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests;

public sealed class ProviderFormTests
{
    [Fact]
    public async Task Chinese_providers_show_their_reasoning_before_the_content()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("deepseek");
        string body = RunningSimulator.Chat("Hello", ""","stream":true""", "deepseek-r1");

        List<JsonNode> chunks = RunningSimulator.ChunksOf(await simulator.StreamAsync(body));

        Assert.NotEmpty(RunningSimulator.ContentOf(chunks, "reasoning_content"));
        Assert.NotNull(chunks[1]["choices"]![0]!["delta"]!["reasoning_content"]);
        JsonNode usage = chunks[^1]["usage"]!;
        Assert.True(usage["completion_tokens_details"]!["reasoning_tokens"]!.GetValue<int>() > 0);
        Assert.Equal(
            usage["prompt_tokens"]!.GetValue<int>(),
            usage["prompt_cache_hit_tokens"]!.GetValue<int>() + usage["prompt_cache_miss_tokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task Minimax_thinks_inside_the_content_unless_it_is_asked_to_split()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("minimax");
        const string thinking = ""","thinking":{"type":"adaptive"}""";

        JsonNode mixed = await simulator.AskAsync(RunningSimulator.Chat("Hello", thinking));
        JsonNode split = await simulator.AskAsync(RunningSimulator.Chat(
            "Hello", thinking + ""","reasoning_split":true"""));

        Assert.StartsWith("<think>", Message(mixed)["content"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.StartsWith("This is", Message(split)["content"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotNull(Message(split)["reasoning_content"]);
    }

    [Fact]
    public async Task Baichuan_writes_no_space_repeats_the_role_and_leaves_finish_reasons_empty()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("baichuan");

        string text = await simulator.StreamTextAsync(RunningSimulator.Chat("Hello", ""","stream":true"""));
        List<JsonNode> chunks = RunningSimulator.ChunksOf(RunningSimulator.DataOf(text));

        Assert.EndsWith("data:[DONE]\n\n", text, StringComparison.Ordinal);
        Assert.All(chunks, chunk => Assert.NotNull(chunk["choices"]![0]!["delta"]!["role"]));
        Assert.All(chunks[..^1], chunk => Assert.Equal("", chunk["choices"]![0]!["finish_reason"]!.GetValue<string>()));
        Assert.NotNull(chunks[^1]["usage"]);
    }

    [Fact]
    public async Task Azure_answers_for_a_deployment_and_starts_its_stream_without_choices()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("azure-openai");
        const string body = """{"messages":[{"role":"user","content":"Hello"}],"stream":true}""";

        List<JsonNode> chunks = RunningSimulator.ChunksOf(await simulator.StreamAsync(
            body, "/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21"));

        Assert.Empty(chunks[0]["choices"]!.AsArray());
        Assert.NotNull(chunks[0]["prompt_filter_results"]);
        Assert.Equal("my-gpt", chunks[1]["model"]!.GetValue<string>());
    }

    [Fact]
    public async Task Mistral_gives_short_tool_call_ids_and_whole_arguments()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("mistral");

        List<JsonNode> chunks = RunningSimulator.ChunksOf(await simulator.StreamAsync(RunningSimulator.Chat("Now?", """
            ,"stream":true,"tools":[{"type":"function","function":{"name":"clock","parameters":{"type":"object",
            "properties":{"zone":{"type":"string"}}}}}]
            """)));

        JsonNode call = Assert.Single(
            chunks, chunk => chunk["choices"]![0]!["delta"]!["tool_calls"] is not null)
            ["choices"]![0]!["delta"]!["tool_calls"]![0]!;
        Assert.Equal(9, call["id"]!.GetValue<string>().Length);
        Assert.NotNull(JsonNode.Parse(call["function"]!["arguments"]!.GetValue<string>())!["zone"]);
    }

    [Fact]
    public async Task Xai_counts_reasoning_outside_the_completion()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("xai");

        JsonNode usage = (await simulator.AskAsync(RunningSimulator.Chat("Hello", model: "grok-thinking")))["usage"]!;

        Assert.Equal(
            usage["total_tokens"]!.GetValue<int>(),
            usage["prompt_tokens"]!.GetValue<int>() + usage["completion_tokens"]!.GetValue<int>()
                + usage["completion_tokens_details"]!["reasoning_tokens"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("zhipu-glm", "content_filter:after_chunks=3", "sensitive")]
    [InlineData("baichuan", "content_filter:after_chunks=3", "refuse_answer")]
    [InlineData("openai", "content_filter:after_chunks=3", "content_filter")]
    public async Task A_filtered_answer_ends_with_the_providers_own_word(string provider, string fault, string word)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync(provider, fault);

        JsonNode answer = await simulator.AskAsync(RunningSimulator.Chat("Hello"));

        Assert.Equal(word, answer["choices"]![0]!["finish_reason"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("zhipu-glm", "quota_exhausted", 429, """{"error":{"code":"1113",""")]
    [InlineData("zhipu-glm", "content_filter", 400, """{"error":{"code":"1301",""")]
    [InlineData("deepseek", "quota_exhausted", 402, """{"error":{"message":""")]
    [InlineData("alibaba-qwen", "quota_exhausted", 400, "\"code\":\"Arrearage\"},\"request_id\":\"req_")]
    [InlineData("moonshot", "rate_limit", 429, """{"error":{"type":"rate_limit_reached_error",""")]
    [InlineData("minimax", "unavailable", 529, """{"type":"error","error":{"type":"overloaded_error",""")]
    [InlineData("mistral", "rate_limit", 429, """{"object":"error","message":""")]
    [InlineData("baidu-qianfan", "context_length", 400, """{"error":{"code":"tokens_too_long",""")]
    [InlineData("google-gemini", "rate_limit", 429, """[{"error":{"code":429,""")]
    [InlineData("azure-openai-dated", "content_filter", 400, "\"code\":\"ResponsibleAIPolicyViolation\"")]
    [InlineData("tencent-hunyuan-legacy", "rate_limit", 429, "\"code\":\"429001\"")]
    [InlineData("azure-openai", "content_filter", 400, "\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"")]
    public async Task A_refusal_has_the_providers_own_form(string provider, string fault, int status, string part)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync(provider, fault);

        using HttpResponseMessage response = await simulator.PostAsync(
            "/v1/chat/completions", RunningSimulator.Chat("Hello"));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(part, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static JsonNode Message(JsonNode answer) => answer["choices"]![0]!["message"]!;
}
