using System.Text.Json.Nodes;
using static Godwit.Simulator.Tests.Responses.ResponsesTests;

namespace Godwit.Simulator.Tests.Responses;

public sealed class ResponsesRefusalTests
{
    [Theory]
    [InlineData("""{"input":"a"}""", "missing_required_parameter", "model")]
    [InlineData("""{"model":"m"}""", "missing_required_parameter", "input")]
    [InlineData("""{"model":"m","messages":[]}""", "unsupported_parameter", "messages")]
    [InlineData("""{"model":"m","input":"a","max_tokens":20}""", "unsupported_parameter", "max_tokens")]
    [InlineData("""{"model":"m","input":"a","x_new":1}""", "unknown_parameter", "x_new")]
    [InlineData("""{"model":"m","input":"a","max_output_tokens":3}""", "integer_below_min_value", "max_output_tokens")]
    [InlineData(
        """{"model":"m","input":[{"role":"user","content":[{"type":"text","text":"a"}]}]}""",
        "invalid_value", "input[0].content[0].type")]
    [InlineData(
        """{"model":"m","input":[{"role":"assistant","content":[{"type":"input_text","text":"a"}]}]}""",
        "invalid_value", "input[0].content[0].type")]
    [InlineData(
        """{"model":"m","input":[{"role":"tool","content":"a"}]}""", "invalid_value", "input[0].role")]
    [InlineData(
        """
        {"model":"m","input":[{"role":"user","content":[{"type":"input_image",
        "image_url":{"url":"https://example.com/a.png"}}]}]}
        """,
        "invalid_type", "input[0].content[0].image_url")]
    [InlineData(
        """{"model":"m","input":"a","tools":[{"type":"function","function":{"name":"f"}}]}""",
        "missing_required_parameter", "tools[0].name")]
    [InlineData(
        """{"model":"m","input":[{"type":"function_call","id":"toolu_1","call_id":"c","name":"f","arguments":"{}"}]}""",
        "invalid_value", "input[0].id")]
    [InlineData(
        """{"model":"m","input":[{"type":"function_call","call_id":"c","name":"f","arguments":{}}]}""",
        "invalid_type", "input[0].arguments")]
    [InlineData(
        """{"model":"m","input":[{"type":"function_call_output","call_id":"c9","output":"x"}]}""", null, "input")]
    [InlineData(
        """{"model":"m","input":[{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}]}""",
        null, "input")]
    public async Task What_the_provider_refuses_is_refused_by_name(string body, string? code, string param)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode error = (await simulator.AskAsync(body, Door, 400))["error"]!;

        Assert.Equal("invalid_request_error", error["type"]!.GetValue<string>());
        Assert.Equal(code, error["code"]?.GetValue<string>());
        Assert.Equal(param, error["param"]!.GetValue<string>());
    }

    [Fact]
    public async Task Other_providers_ignore_what_they_do_not_know_and_stateless_ones_keep_nothing()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("deepseek");

        JsonNode response = await simulator.AskAsync(Body("Hello", ""","x_new":1"""), Door);
        JsonNode error = await simulator.AskAsync(
            Body("Hello", $",\"previous_response_id\":\"{response["id"]}\""), Door, 422);

        Assert.False(response["store"]!.GetValue<bool>());
        Assert.Equal("previous_response_not_found", error["error"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_error_before_the_answer_is_a_bare_event_and_inside_it_the_response_fails()
    {
        await using RunningSimulator before = await RunningSimulator.StartAsync("openai", "error_in_200");
        await using RunningSimulator inside =
            await RunningSimulator.StartAsync("openai", "error_in_200:after_chunks=2");

        List<JsonNode> bare = await EventsAsync(before, Body("Hello", ""","stream":true"""));
        List<JsonNode> failed = await EventsAsync(inside, Body("Hello", ""","stream":true"""));

        Assert.Equal("server_error", Assert.Single(bare)["code"]!.GetValue<string>());
        Assert.Equal(
            "response.created response.in_progress response.output_item.added response.content_part.added "
                + "response.output_text.delta* response.failed",
            RunningSimulator.OrderOf(failed));
        Assert.Equal("failed", failed[^1]["response"]!["status"]!.GetValue<string>());
        Assert.Equal("server_error", failed[^1]["response"]!["error"]!["code"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("content_filter:after_chunks=3", "", "content_filter")]
    [InlineData("comments", ""","max_output_tokens":16""", "max_output_tokens")]
    public async Task An_answer_that_is_cut_short_is_incomplete(string fault, string more, string reason)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", fault);

        List<JsonNode> events = await EventsAsync(simulator, Body("Hello", ",\"stream\":true" + more));

        Assert.Equal("response.incomplete", Type(events[^1]));
        JsonNode response = events[^1]["response"]!;
        Assert.Equal(reason, response["incomplete_details"]!["reason"]!.GetValue<string>());
        Assert.Equal("incomplete", response["output"]![0]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Without_its_end_a_stream_lacks_the_completed_response()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "no_done");

        List<JsonNode> events = await EventsAsync(simulator, Body("Hello", ""","stream":true"""));

        Assert.Equal("response.output_item.done", Type(events[^1]));
    }

    [Fact]
    public async Task A_region_refusal_and_a_rate_limit_are_OpenAIs()
    {
        await using RunningSimulator region = await RunningSimulator.StartAsync("openai", "region_refusal");
        await using RunningSimulator limit = await RunningSimulator.StartAsync("openai", "rate_limit");

        JsonNode refused = await region.AskAsync(Body("Hello"), Door, 403);
        JsonNode limited = await limit.AskAsync(Body("Hello"), Door, 429);

        Assert.Equal("unsupported_country_region_territory", refused["error"]!["code"]!.GetValue<string>());
        Assert.Equal("rate_limit_exceeded", limited["error"]!["code"]!.GetValue<string>());
    }
}
