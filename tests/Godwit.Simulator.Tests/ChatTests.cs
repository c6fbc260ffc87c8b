using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests;

public sealed class ChatTests
{
    [Fact]
    public async Task An_answer_says_that_it_is_simulated_and_by_whom()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode answer = await simulator.AskAsync(RunningSimulator.Chat("Where do godwits go?"));

        string content = answer["choices"]![0]!["message"]!["content"]!.GetValue<string>();
        Assert.Contains("simulated answer by provider openai, model gpt-4o", content, StringComparison.Ordinal);
        Assert.Contains("Where do godwits go?", content, StringComparison.Ordinal);
        Assert.Equal("chat.completion", answer["object"]!.GetValue<string>());
        Assert.Equal("stop", answer["choices"]![0]!["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_same_seed_and_request_give_the_same_answer_and_another_seed_another()
    {
        DateTimeOffset now = DateTimeOffset.UnixEpoch;
        string[] texts = new string[3];
        int[] seeds = [7, 7, 8];
        for (int i = 0; i < seeds.Length; i++)
        {
            await using RunningSimulator simulator = await RunningSimulator.StartAsync(
                SimulatorOptions.For("openai", seed: seeds[i]),
                new Microsoft.Extensions.Time.Testing.FakeTimeProvider(now));
            texts[i] = (await simulator.AskAsync(RunningSimulator.Chat("Hello"))).ToJsonString();
        }

        Assert.Equal(texts[0], texts[1]);
        Assert.NotEqual(texts[0], texts[2]);
    }

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("max_completion_tokens")]
    public async Task A_token_limit_ends_the_answer_with_length(string field)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode answer = await simulator.AskAsync(RunningSimulator.Chat("Hello", $$""","{{field}}":5"""));

        Assert.Equal("length", answer["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Equal(5, answer["usage"]!["completion_tokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task Several_choices_differ_and_are_counted_together()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode answer = await simulator.AskAsync(RunningSimulator.Chat("Hello", ""","n":3"""));

        JsonArray choices = answer["choices"]!.AsArray();
        Assert.Equal([0, 1, 2], choices.Select(choice => choice!["index"]!.GetValue<int>()));
        Assert.Distinct(choices.Select(choice => choice!["message"]!["content"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_stop_text_ends_the_answer_before_it()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode answer = await simulator.AskAsync(RunningSimulator.Chat("Hello", ""","stop":["provider"]"""));

        Assert.Equal(
            "This is a simulated answer by ", answer["choices"]![0]!["message"]!["content"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_prefill_from_an_answer_is_continued_where_it_ends()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        JsonNode whole = await simulator.AskAsync(RunningSimulator.Chat("Hello"));
        string text = whole["choices"]![0]!["message"]!["content"]!.GetValue<string>();

        JsonNode rest = await simulator.AskAsync($$"""
            {"model":"gpt-4o","messages":[{"role":"user","content":"Hello"},
            {"role":"assistant","content":"{{text[..20]}}"}]}
            """);

        Assert.Equal(text[20..], rest["choices"]![0]!["message"]!["content"]!.GetValue<string>());
    }

    [Fact]
    public async Task Logprobs_come_token_by_token_with_alternatives()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode answer = await simulator.AskAsync(
            RunningSimulator.Chat("Hello", ""","logprobs":true,"top_logprobs":2"""));

        JsonArray tokens = answer["choices"]![0]!["logprobs"]!["content"]!.AsArray();
        Assert.Equal(
            answer["choices"]![0]!["message"]!["content"]!.GetValue<string>(),
            string.Concat(tokens.Select(token => token!["token"]!.GetValue<string>())));
        Assert.All(tokens, token => Assert.Equal(2, token!["top_logprobs"]!.AsArray().Count));
        Assert.Equal(answer["usage"]!["completion_tokens"]!.GetValue<int>(), tokens.Count);
    }

    [Fact]
    public async Task Images_are_described_by_media_type_bytes_size_and_host()
    {
        const string png =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode answer = await simulator.AskAsync($$$"""
            {"model":"gpt-4o","messages":[{"role":"user","content":[
              {"type":"text","text":"What is this?"},
              {"type":"image_url","image_url":{"url":"data:image/png;base64,{{{png}}}"}},
              {"type":"image_url","image_url":{"url":"https://pictures.example.com/godwit.jpg"}}]}]}
            """);

        string content = answer["choices"]![0]!["message"]!["content"]!.GetValue<string>();
        Assert.Contains(
            "2 images: image/png, 70 bytes, 1 x 1 pixels; an image at pictures.example.com",
            content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_fields_come_back_byte_for_byte_beside_a_digest_of_the_messages()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        const string messages = """[ {"role":"user","content":"é \u00e9"} ]""";
        string digest = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(messages)));

        using HttpResponseMessage response = await simulator.PostAsync(
            "/v1/chat/completions",
            """{"model":"m","messages":MESSAGES,"x_new":{"a" : [1.0, "\u00e9"]},"temperature":1}"""
                .Replace("MESSAGES", messages, StringComparison.Ordinal));
        string text = await response.Content.ReadAsStringAsync();

        const string echoed = """
            "simulator":{"provider":"openai","unknown_fields":{"x_new":{"a" : [1.0, "\u00e9"]}}
            """;
        Assert.Contains(echoed, text, StringComparison.Ordinal);
        Assert.Contains(digest, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_prefix_that_was_seen_before_is_cached()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        string system = string.Join(' ', Enumerable.Repeat("migration", 2000));
        string Body(string question) => $$"""
            {"model":"gpt-4o","messages":[{"role":"system","content":"{{system}}"},
            {"role":"user","content":"{{question}}"}]}
            """;

        JsonNode first = await simulator.AskAsync(Body("one"));
        JsonNode second = await simulator.AskAsync(Body("two"));

        Assert.Equal(0, first["usage"]!["prompt_tokens_details"]!["cached_tokens"]!.GetValue<int>());
        int cached = second["usage"]!["prompt_tokens_details"]!["cached_tokens"]!.GetValue<int>();
        Assert.InRange(cached, 1024, second["usage"]!["prompt_tokens"]!.GetValue<int>());
        Assert.Equal(0, cached % 128);
    }

    [Theory]
    [InlineData("o3-mini", true)]
    [InlineData("gpt-5.1", true)]
    [InlineData("deepseek-r1", true)]
    [InlineData("gpt-4o", false)]
    public async Task Reasoning_models_count_their_reasoning(string model, bool reasons)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode answer = await simulator.AskAsync(RunningSimulator.Chat("Hello", model: model));

        int tokens = answer["usage"]!["completion_tokens_details"]!["reasoning_tokens"]!.GetValue<int>();
        Assert.Equal(reasons, tokens > 0);
        Assert.Null(answer["choices"]![0]!["message"]!["reasoning_content"]);
    }
}
