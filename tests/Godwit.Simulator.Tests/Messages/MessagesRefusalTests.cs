using System.Net;
using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests.Messages;

public sealed class MessagesRefusalTests
{
    private const string Path = "/v1/messages";

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a"}]}""", "max_tokens: Field required")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[]}""", "at least one message")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"system","content":"a"}]}""", "Unexpected role")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":""}]}""", "non-empty")]
    [InlineData("""{"model":"m","max_tokens":1,"n":1,"messages":[{"role":"user","content":"a"}]}""", "n: Extra inputs")]
    [InlineData(
        """{"model":"m","max_tokens":1,"temperature":1.5,"messages":[{"role":"user","content":"a"}]}""",
        "temperature: range: 0..1")]
    [InlineData(
        """{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"text","text":"a","x":1}]}]}""",
        "messages.0.content.0.text.x: Extra inputs")]
    [InlineData(
        """{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"image_url"}]}]}""",
        "Input tag 'image_url'")]
    [InlineData(
        """
        {"model":"m","max_tokens":1,"messages":[{"role":"user","content":"a"},
        {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}}]},
        {"role":"user","content":"b"}]}
        """,
        "without `tool_result` blocks immediately after: t1")]
    [InlineData(
        """
        {"model":"m","max_tokens":1,"messages":[{"role":"user","content":[
        {"type":"tool_result","tool_use_id":"t9","content":"x"}]}]}
        """,
        "unexpected `tool_use_id` found in `tool_result` blocks: t9")]
    [InlineData(
        """
        {"model":"m","max_tokens":1,"messages":[{"role":"user","content":"a"},
        {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":"{}"}]}]}
        """,
        "tool_use.input: Input should be a valid dictionary")]
    [InlineData(
        """
        {"model":"m","max_tokens":1,"tools":[{"type":"function","function":{"name":"f"}}],
        "messages":[{"role":"user","content":"a"}]}
        """,
        "tools.0.name: Field required")]
    [InlineData(
        """
        {"model":"m","max_tokens":1,"tools":[{"name":"f","parameters":{"type":"object"}}],
        "messages":[{"role":"user","content":"a"}]}
        """,
        "tools.0.input_schema: Field required")]
    [InlineData(
        """{"model":"m","max_tokens":1,"tool_choice":{"type":"auto"},"messages":[{"role":"user","content":"a"}]}""",
        "tool_choice: may only be specified while providing tools")]
    [InlineData(
        """
        {"model":"m","max_tokens":1,"messages":[{"role":"user","content":"a"},
        {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"made up"}]},
        {"role":"user","content":"b"}]}
        """,
        "Invalid `signature` in `thinking` block")]
    [InlineData(
        """
        {"model":"m","max_tokens":1,"output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}},
        "messages":[{"role":"user","content":"a"}]}
        """,
        "'additionalProperties' must be explicitly set to false")]
    [InlineData(
        """
        {"model":"m","max_tokens":2000,"temperature":0.5,"thinking":{"type":"enabled","budget_tokens":1024},
        "messages":[{"role":"user","content":"a"}]}
        """,
        "`temperature` may only be set to 1")]
    [InlineData(
        """
        {"model":"m","max_tokens":1,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b "}]}
        """,
        "trailing whitespace")]
    public async Task What_the_provider_refuses_is_refused_by_name(string body, string message)
    {
        await using RunningSimulator simulator = await RunningSimulator.ForMessagesAsync();

        JsonNode error = await simulator.AskAsync(body, Path, 400);

        Assert.Equal(["type", "error", "request_id"], error.AsObject().Select(member => member.Key));
        Assert.Equal("invalid_request_error", error["error"]!["type"]!.GetValue<string>());
        Assert.Contains(message, MessagesTests.Message(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_header_is_asked_for_and_only_by_Anthropic_itself()
    {
        await using RunningSimulator anthropic = await RunningSimulator.ForMessagesAsync();
        await using RunningSimulator deepseek = await RunningSimulator.ForMessagesAsync("deepseek");
        anthropic.Client.DefaultRequestHeaders.Remove("anthropic-version");
        deepseek.Client.DefaultRequestHeaders.Remove("anthropic-version");

        JsonNode error = await anthropic.AskAsync(MessagesTests.Body("Hello"), Path, 400);
        JsonNode answer = await deepseek.AskAsync(
            MessagesTests.Body("Hello", ""","x_unknown":1"""), "/anthropic/v1/messages");

        Assert.Equal("anthropic-version: header is required", MessagesTests.Message(error));
        Assert.Equal("message", answer["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task Only_providers_that_have_the_door_answer_at_it()
    {
        await using RunningSimulator openai = await RunningSimulator.StartAsync("openai");
        await using RunningSimulator qwen = await RunningSimulator.ForMessagesAsync("alibaba-qwen");

        await openai.AskAsync(MessagesTests.Body("Hello"), Path, 404);
        await qwen.AskAsync(MessagesTests.Body("Hello"), "/apps/anthropic/v1/messages");
    }

    [Theory]
    [InlineData("rate_limit:retry_after=3s", 429, "rate_limit_error")]
    [InlineData("server_error", 500, "api_error")]
    [InlineData("unavailable", 529, "overloaded_error")]
    [InlineData("bad_key", 401, "authentication_error")]
    [InlineData("quota_exhausted", 402, "billing_error")]
    [InlineData("context_length", 400, "invalid_request_error")]
    public async Task Faults_have_the_providers_own_names(string fault, int status, string type)
    {
        await using RunningSimulator simulator = await RunningSimulator.ForMessagesAsync(faults: [fault]);

        using HttpResponseMessage response = await simulator.PostAsync(Path, MessagesTests.Body("Hello"));
        JsonNode error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(type, error["error"]!["type"]!.GetValue<string>());
        Assert.Equal(error["request_id"]!.GetValue<string>(), response.Headers.GetValues("request-id").Single());
    }

    [Fact]
    public async Task A_region_refusal_comes_from_the_edge_before_the_key()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForMessagesAsync(faults: ["region_refusal"]);
        simulator.Client.DefaultRequestHeaders.Remove("x-api-key");

        using HttpResponseMessage response = await simulator.PostAsync(Path, MessagesTests.Body("Hello"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(
            """{"error":{"type":"forbidden","message":"Request not allowed"}}""",
            await response.Content.ReadAsStringAsync());
        Assert.False(response.Headers.Contains("request-id"));
        Assert.Equal("cloudflare", response.Headers.GetValues("server").Single());
    }

    [Fact]
    public async Task Overload_in_the_middle_is_an_error_event_and_nothing_follows()
    {
        await using RunningSimulator simulator =
            await RunningSimulator.ForMessagesAsync(faults: ["error_in_200:after_chunks=3"]);

        List<JsonNode> events = RunningSimulator.EventsOf(await simulator.StreamTextAsync(
            MessagesTests.Body("Hello", ""","stream":true"""), Path));

        Assert.Equal(
            "message_start content_block_start ping text_delta* error", RunningSimulator.OrderOf(events));
        Assert.Equal("overloaded_error", events[^1]["error"]!["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_filter_in_the_middle_ends_with_a_refusal()
    {
        await using RunningSimulator simulator =
            await RunningSimulator.ForMessagesAsync(faults: ["content_filter:after_chunks=3"]);

        List<JsonNode> events = RunningSimulator.EventsOf(await simulator.StreamTextAsync(
            MessagesTests.Body("Hello", ""","stream":true"""), Path));

        Assert.Equal("refusal", events[^2]["delta"]!["stop_reason"]!.GetValue<string>());
        Assert.Equal("message_stop", events[^1]["type"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("crlf", "event: ping\r\ndata: {\"type\":\"ping\"}\r\n\r\n")]
    [InlineData("no_space", "event:ping\ndata:{\"type\":\"ping\"}\n\n")]
    [InlineData("comments", ": keep-alive\n\nevent: ping\n")]
    [InlineData("bad_event", "data: {\"type\":\"content_block_delta\",\"index\":0,\"del\n\n")]
    public async Task Streams_are_bent_as_the_faults_say(string fault, string expected)
    {
        await using RunningSimulator simulator = await RunningSimulator.ForMessagesAsync(faults: [fault]);

        string stream = await simulator.StreamTextAsync(MessagesTests.Body("Hello", ""","stream":true"""), Path);

        Assert.Contains(expected, stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_end_a_stream_has_no_message_stop()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForMessagesAsync(faults: ["no_done"]);

        string stream = await simulator.StreamTextAsync(MessagesTests.Body("Hello", ""","stream":true"""), Path);

        Assert.DoesNotContain("message_stop", stream, StringComparison.Ordinal);
    }
}
