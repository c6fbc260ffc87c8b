using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Godwit.Simulator.Tests.Messages;

public sealed class MessagesTests
{
    private const string Path = "/v1/messages";

    private const string Weather = """
        {"name":"get_weather","description":"The weather in a city","input_schema":{"type":"object",
        "properties":{"city":{"type":"string"}},"required":["city"]}}
        """;

    [Fact]
    public async Task An_answer_has_blocks_a_stop_reason_and_usage_of_every_kind()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForMessagesAsync();

        JsonNode answer = await simulator.AskAsync(Body("Where do godwits go?"), Path);

        Assert.StartsWith("msg_", answer["id"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("message", answer["type"]!.GetValue<string>());
        Assert.Equal("end_turn", answer["stop_reason"]!.GetValue<string>());
        Assert.Contains("Where do godwits go?", TextOf(answer), StringComparison.Ordinal);
        Assert.Equal(
            ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "cache_creation",
                "output_tokens", "service_tier", "inference_geo"],
            answer["usage"]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task A_stream_has_the_events_in_order_and_says_the_same_as_the_plain_answer()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForMessagesAsync();
        JsonNode plain = await simulator.AskAsync(Body("Hello"), Path);

        List<JsonNode> events = RunningSimulator.EventsOf(
            await simulator.StreamTextAsync(Body("Hello", ""","stream":true"""), Path));

        Assert.Equal(
            "message_start content_block_start ping text_delta* content_block_stop message_delta message_stop",
            RunningSimulator.OrderOf(events));
        Assert.Equal(TextOf(plain), Deltas(events, 0, "text"));
        Assert.Null(events[0]["message"]!["stop_reason"]);
        Assert.Equal(1, events[0]["message"]!["usage"]!["output_tokens"]!.GetValue<int>());
        Assert.Equal(plain["usage"]!.ToJsonString(), events[^2]["usage"]!.ToJsonString());
        Assert.Equal("end_turn", events[^2]["delta"]!["stop_reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task Tools_are_streamed_after_a_word_each_with_an_empty_first_piece()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForMessagesAsync();

        List<JsonNode> events = RunningSimulator.EventsOf(await simulator.StreamTextAsync(
            Body("What is the weather in Paris and London?", $""","stream":true,"tools":[{Weather}]"""), Path));

        Assert.Equal(
            "message_start content_block_start ping text_delta* content_block_stop "
                + "content_block_start input_json_delta* content_block_stop "
                + "content_block_start input_json_delta* content_block_stop message_delta message_stop",
            RunningSimulator.OrderOf(events));
        JsonNode start = events.First(one => one["content_block"]?["type"]?.GetValue<string>() == "tool_use");
        Assert.Equal("{}", start["content_block"]!["input"]!.ToJsonString());
        Assert.StartsWith("toolu_", start["content_block"]!["id"]!.GetValue<string>(), StringComparison.Ordinal);
        JsonNode first = events.First(one => one["delta"]?["partial_json"] is not null);
        Assert.Equal("", first["delta"]!["partial_json"]!.GetValue<string>());
        Assert.Equal("Paris", JsonNode.Parse(Deltas(events, 1, "partial_json"))!["city"]!.GetValue<string>());
        Assert.Equal("London", JsonNode.Parse(Deltas(events, 2, "partial_json"))!["city"]!.GetValue<string>());
        Assert.Equal("tool_use", events[^2]["delta"]!["stop_reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task Thoughts_are_signed_and_come_back_in_a_tool_loop()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForMessagesAsync();
        string thinking = $$""","thinking":{"type":"enabled","budget_tokens":1024},"tools":[{{Weather}}]""";
        JsonNode first = await simulator.AskAsync(Body("Weather in Paris?", thinking), Path);
        JsonArray blocks = first["content"]!.AsArray();
        Assert.Equal(["thinking", "text", "tool_use"], blocks.Select(block => block!["type"]!.GetValue<string>()));
        Assert.True(first["usage"]!["output_tokens_details"]!["thinking_tokens"]!.GetValue<int>() > 0);

        string id = blocks[2]!["id"]!.GetValue<string>();
        string Loop(string content) => $$"""
            {"model":"claude-sonnet-5","max_tokens":4000,"messages":[{"role":"user","content":"Weather in Paris?"},
            {"role":"assistant","content":{{content}}},{"role":"user","content":[{"type":"tool_result",
            "tool_use_id":"{{id}}","content":"sunny"}]}]{{thinking}}}
            """;
        JsonNode second = await simulator.AskAsync(Loop(blocks.ToJsonString()), Path);
        Assert.Contains("“sunny”", TextOf(second), StringComparison.Ordinal);

        blocks[0]!["thinking"] = "Something else.";
        JsonNode changed = await simulator.AskAsync(Loop(blocks.ToJsonString()), Path, 400);
        Assert.Contains("Invalid `signature`", Message(changed), StringComparison.Ordinal);
        blocks.RemoveAt(0);
        JsonNode without = await simulator.AskAsync(Loop(blocks.ToJsonString()), Path, 400);
        Assert.Contains("must start with a thinking block", Message(without), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streamed_thoughts_end_with_their_signature_and_may_be_redacted()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForMessagesAsync();
        const string thinking = ""","stream":true,"thinking":{"type":"adaptive"}""";

        List<JsonNode> shown = RunningSimulator.EventsOf(
            await simulator.StreamTextAsync(Body("Hello", thinking), Path));
        List<JsonNode> redacted = RunningSimulator.EventsOf(await simulator.StreamTextAsync(
            Body("ANTHROPIC_MAGIC_STRING_TRIGGER_REDACTED_THINKING_TEST", thinking), Path));

        Assert.StartsWith(
            "message_start content_block_start ping thinking_delta* signature_delta content_block_stop "
                + "content_block_start text_delta*",
            RunningSimulator.OrderOf(shown), StringComparison.Ordinal);
        Assert.StartsWith(
            "message_start content_block_start ping content_block_stop content_block_start text_delta*",
            RunningSimulator.OrderOf(redacted), StringComparison.Ordinal);
        Assert.NotEmpty(redacted[1]["content_block"]!["data"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_marked_prefix_is_written_then_read_and_forgotten_after_its_time()
    {
        FakeTimeProvider time = new();
        await using RunningSimulator simulator = await RunningSimulator.ForMessagesAsync(time: time);
        string system = string.Join(' ', Enumerable.Repeat("migration", 2000));
        string Ask(string question) => Body(
            question,
            ""","system":[{"type":"text","text":"SYSTEM","cache_control":{"type":"ephemeral"}}]"""
                .Replace("SYSTEM", system, StringComparison.Ordinal));

        JsonNode first = (await simulator.AskAsync(Ask("one"), Path))["usage"]!;
        JsonNode second = (await simulator.AskAsync(Ask("two"), Path))["usage"]!;
        time.Advance(TimeSpan.FromMinutes(6));
        JsonNode third = (await simulator.AskAsync(Ask("three"), Path))["usage"]!;

        int written = first["cache_creation_input_tokens"]!.GetValue<int>();
        Assert.True(written > 1024);
        Assert.Equal(written, first["cache_creation"]!["ephemeral_5m_input_tokens"]!.GetValue<int>());
        Assert.Equal(written, second["cache_read_input_tokens"]!.GetValue<int>());
        Assert.Equal(0, second["cache_creation_input_tokens"]!.GetValue<int>());
        Assert.InRange(second["input_tokens"]!.GetValue<int>(), 1, 20);
        Assert.Equal(written, third["cache_creation_input_tokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task Documents_with_citations_are_cited()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForMessagesAsync();
        const string document = """
            [{"type":"document","source":{"type":"text","media_type":"text/plain","data":"Godwits fly far. They rest."},
            "title":"Birds","citations":{"enabled":true}},{"type":"text","text":"What do they do?"}]
            """;
        const string body =
            """{"model":"claude-sonnet-5","max_tokens":400,"messages":[{"role":"user","content":""" + document
                + "}]STREAM}";

        JsonNode plain = await simulator.AskAsync(body.Replace("STREAM", "", StringComparison.Ordinal), Path);
        List<JsonNode> events = RunningSimulator.EventsOf(await simulator.StreamTextAsync(
            body.Replace("STREAM", ",\"stream\":true", StringComparison.Ordinal), Path));

        JsonNode citation = plain["content"]![1]!["citations"]![0]!;
        Assert.Equal("char_location", citation["type"]!.GetValue<string>());
        Assert.Equal("Godwits fly far.", citation["cited_text"]!.GetValue<string>());
        Assert.Equal(16, citation["end_char_index"]!.GetValue<int>());
        Assert.Contains("citations_delta", RunningSimulator.OrderOf(events), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Structured_output_stop_sequences_and_limits_end_as_they_should()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForMessagesAsync();

        JsonNode json = await simulator.AskAsync(Body("Paris", """
            ,"output_config":{"format":{"type":"json_schema","schema":{"type":"object","additionalProperties":false,
            "properties":{"city":{"type":"string"}},"required":["city"]}}}
            """), Path);
        JsonNode stopped = await simulator.AskAsync(Body("Hello", ""","stop_sequences":["provider"]"""), Path);
        JsonNode cut = await simulator.AskAsync(
            """{"model":"claude-sonnet-5","max_tokens":4,"messages":[{"role":"user","content":"Hello"}]}""", Path);

        Assert.NotNull(JsonNode.Parse(TextOf(json))!["city"]);
        Assert.Equal("stop_sequence", stopped["stop_reason"]!.GetValue<string>());
        Assert.Equal("provider", stopped["stop_sequence"]!.GetValue<string>());
        Assert.Equal("max_tokens", cut["stop_reason"]!.GetValue<string>());
        Assert.Equal(4, cut["usage"]!["output_tokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task Tokens_are_counted_as_an_answer_counts_them_and_models_are_listed()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForMessagesAsync();

        JsonNode counted = await simulator.AskAsync(
            """{"model":"claude-sonnet-5","messages":[{"role":"user","content":"Hello"}]}""", Path + "/count_tokens");
        JsonNode answer = await simulator.AskAsync(Body("Hello"), Path);
        JsonNode models = JsonNode.Parse(
            await simulator.Client.GetStringAsync(new Uri("/v1/models", UriKind.Relative)))!;

        Assert.Equal(
            answer["usage"]!["input_tokens"]!.GetValue<int>(), counted["input_tokens"]!.GetValue<int>());
        Assert.Equal(["data", "has_more", "first_id", "last_id"], models.AsObject().Select(member => member.Key));
    }

    internal static string Body(string text, string more = "") => $$"""
        {"model":"claude-sonnet-5","max_tokens":4000,"messages":[{"role":"user",
        "content":{{System.Text.Json.JsonSerializer.Serialize(text)}}}]{{more}}}
        """;

    internal static string Message(JsonNode error) => error["error"]!["message"]!.GetValue<string>();

    private static string TextOf(JsonNode answer) => string.Concat(
        answer["content"]!.AsArray().Select(block => block!["text"]?.GetValue<string>()));

    private static string Deltas(IEnumerable<JsonNode> events, int index, string member) => string.Concat(events
        .Where(one => one["index"]?.GetValue<int>() == index)
        .Select(one => one["delta"]?[member]?.GetValue<string>()));
}
