using System.Text.Json;
using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests.Responses;

public sealed class ResponsesTests
{
    internal const string Door = "/v1/responses";

    private const string Weather = """
        ,"tools":[{"type":"function","name":"get_weather","description":"The weather in a city","parameters":
        {"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false},
        "strict":true}]
        """;

    [Fact]
    public async Task A_response_has_items_a_status_and_usage()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode response = await simulator.AskAsync(Body("Where do godwits go?"), Door);

        Assert.StartsWith("resp_", response["id"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("response", response["object"]!.GetValue<string>());
        Assert.Equal("completed", response["status"]!.GetValue<string>());
        Assert.Contains("Where do godwits go?", TextOf(response), StringComparison.Ordinal);
        Assert.Equal(
            response["usage"]!["total_tokens"]!.GetValue<int>(),
            response["usage"]!["input_tokens"]!.GetValue<int>() + response["usage"]!["output_tokens"]!.GetValue<int>());
        Assert.True(response["store"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_stream_has_the_semantic_events_in_order_and_numbers_them()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        JsonNode plain = await simulator.AskAsync(Body("Hello"), Door);

        List<JsonNode> events = await EventsAsync(simulator, Body("Hello", ""","stream":true"""));

        Assert.Equal(
            "response.created response.in_progress response.output_item.added response.content_part.added "
                + "response.output_text.delta* response.output_text.done response.content_part.done "
                + "response.output_item.done response.completed",
            RunningSimulator.OrderOf(events));
        Assert.Equal(
            Enumerable.Range(0, events.Count), events.Select(one => one["sequence_number"]!.GetValue<int>()));
        string text = string.Concat(events.Where(one => Type(one) == "response.output_text.delta")
            .Select(one => one["delta"]!.GetValue<string>()));
        Assert.Equal(TextOf(plain), text);
        Assert.Equal(text, events.Single(one => Type(one) == "response.output_text.done")["text"]!.GetValue<string>());
        JsonNode last = events[^1]["response"]!;
        Assert.Equal(text, TextOf(last));
        Assert.Equal(plain["usage"]!.ToJsonString(), last["usage"]!.ToJsonString());
        Assert.Equal("in_progress", events[0]["response"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Calls_are_items_whose_arguments_are_streamed()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        List<JsonNode> events = await EventsAsync(
            simulator, Body("What is the weather in Paris and London?", ",\"stream\":true" + Weather));

        Assert.Equal(
            "response.created response.in_progress response.output_item.added "
                + "response.function_call_arguments.delta* response.function_call_arguments.done "
                + "response.output_item.done response.output_item.added "
                + "response.function_call_arguments.delta* response.function_call_arguments.done "
                + "response.output_item.done response.completed",
            RunningSimulator.OrderOf(events));
        JsonNode added = events[2]["item"]!;
        Assert.Equal("", added["arguments"]!.GetValue<string>());
        Assert.StartsWith("fc_", added["id"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.StartsWith("call_", added["call_id"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(
            ["Paris", "London"],
            events.Where(one => Type(one) == "response.function_call_arguments.done")
                .Select(one => JsonNode.Parse(one["arguments"]!.GetValue<string>())!["city"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Reasoning_is_summarized_when_asked_for_and_its_sealed_form_comes_back()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        string body = Body(
            "Hello",
            ""","stream":true,"store":false,"reasoning":{"summary":"auto"},"include":["reasoning.encrypted_content"]""",
            "gpt-5.1");
        List<JsonNode> events = await EventsAsync(simulator, body);

        Assert.StartsWith(
            "response.created response.in_progress response.output_item.added response.reasoning_summary_part.added "
                + "response.reasoning_summary_text.delta* response.reasoning_summary_text.done "
                + "response.reasoning_summary_part.done response.output_item.done response.output_item.added",
            RunningSimulator.OrderOf(events), StringComparison.Ordinal);
        JsonArray output = events[^1]["response"]!["output"]!.AsArray();
        string Next() => $$"""
            {"model":"gpt-5.1","store":false,"input":[{"role":"user","content":"Hello"},
            {{output[0]!.ToJsonString()}},{{output[1]!.ToJsonString()}},{"role":"user","content":"And?"}]}
            """;
        await simulator.AskAsync(Next(), Door);
        output[0]!["encrypted_content"] = "AAAA";
        JsonNode changed = await simulator.AskAsync(Next(), Door, 400);
        Assert.Equal("invalid_encrypted_content", changed["error"]!["code"]!.GetValue<string>());
        output[0]!.AsObject().Remove("encrypted_content");
        Assert.Contains(
            "not persisted",
            (await simulator.AskAsync(Next(), Door, 404))["error"]!["message"]!.GetValue<string>(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_goes_on_from_a_stored_one_with_only_the_new_items()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        JsonNode first = await simulator.AskAsync(Body("What is the weather in Paris?", Weather), Door);
        string call = first["output"]![0]!["call_id"]!.GetValue<string>();
        string next = $$"""
            {"model":"gpt-4o","previous_response_id":"{{first["id"]}}","input":[{"type":"function_call_output",
            "call_id":"{{call}}","output":"sunny"}]}
            """;

        JsonNode second = await simulator.AskAsync(next, Door);
        JsonNode items = await GetAsync(simulator, $"{Door}/{second["id"]}/input_items?order=asc");

        Assert.Contains("“sunny”", TextOf(second), StringComparison.Ordinal);
        Assert.Equal(
            ["message", "function_call", "function_call_output"],
            items["data"]!.AsArray().Select(item => item!["type"]!.GetValue<string>()));
        JsonNode missing = await simulator.AskAsync(
            next.Replace(first["id"]!.GetValue<string>(), "resp_none", StringComparison.Ordinal), Door, 400);
        Assert.Equal("previous_response_not_found", missing["error"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Stored_responses_can_be_read_and_deleted_and_others_cannot()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        JsonNode kept = await simulator.AskAsync(Body("Hello"), Door);
        JsonNode not = await simulator.AskAsync(Body("Hello", ""","store":false"""), Door);

        JsonNode read = await GetAsync(simulator, $"{Door}/{kept["id"]}");
        Assert.Equal(kept.ToJsonString(), read.ToJsonString());
        await GetAsync(simulator, $"{Door}/{not["id"]}", 404);
        using HttpResponseMessage deleted = await simulator.Client.DeleteAsync(
            new Uri($"{Door}/{kept["id"]}", UriKind.Relative));
        Assert.True(deleted.IsSuccessStatusCode);
        await GetAsync(simulator, $"{Door}/{kept["id"]}", 404);
    }

    [Fact]
    public async Task A_response_in_the_background_waits_and_can_be_cancelled()
    {
        Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new();
        await using RunningSimulator simulator = await RunningSimulator.StartAsync(
            new SimulatorOptions
            {
                Providers = [new SimulatedProvider { Name = "openai", Latency = TimeSpan.FromSeconds(10) }],
            },
            time);
        JsonNode one = await simulator.AskAsync(Body("Hello", ""","background":true"""), Door);
        JsonNode two = await simulator.AskAsync(Body("Hello", ""","background":true"""), Door);
        Assert.Equal("queued", one["status"]!.GetValue<string>());

        JsonNode cancelled = await simulator.AskAsync("{}", $"{Door}/{one["id"]}/cancel");
        Assert.Equal("in_progress", (await GetAsync(simulator, $"{Door}/{two["id"]}"))["status"]!.GetValue<string>());
        time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal("cancelled", cancelled["status"]!.GetValue<string>());
        Assert.Equal("cancelled", (await GetAsync(simulator, $"{Door}/{one["id"]}"))["status"]!.GetValue<string>());
        Assert.Equal("completed", (await GetAsync(simulator, $"{Door}/{two["id"]}"))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_compacted_conversation_can_be_taken_up_again()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        JsonNode first = await simulator.AskAsync(Body("Hello"), Door);

        JsonNode compacted = await simulator.AskAsync(
            $$"""{"model":"gpt-4o","previous_response_id":"{{first["id"]}}"}""", Door + "/compact");
        JsonNode tokens = await simulator.AskAsync(Body("Hello"), Door + "/input_tokens");

        Assert.Equal("response.compaction", compacted["object"]!.GetValue<string>());
        JsonArray output = compacted["output"]!.AsArray();
        Assert.Equal("compaction", output[^1]!["type"]!.GetValue<string>());
        output.Add(JsonNode.Parse("""{"role":"user","content":"And now?"}"""));
        await simulator.AskAsync($$"""{"model":"gpt-4o","input":{{output.ToJsonString()}}}""", Door);
        Assert.Equal(
            first["usage"]!["input_tokens"]!.GetValue<int>(), tokens["input_tokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task Open_reasoning_comes_as_reasoning_text_where_the_provider_shows_it()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("alibaba-qwen");

        List<JsonNode> events = await EventsAsync(simulator, Body("Hello", ""","stream":true""", "qwen3-think"));

        Assert.Contains("response.reasoning_text.delta*", RunningSimulator.OrderOf(events), StringComparison.Ordinal);
    }

    internal static string Body(string text, string more = "", string model = "gpt-4o") =>
        $$"""{"model":"{{model}}","input":{{JsonSerializer.Serialize(text)}}{{more}}}""";

    internal static async Task<List<JsonNode>> EventsAsync(RunningSimulator simulator, string body) =>
        RunningSimulator.EventsOf(await simulator.StreamTextAsync(body, Door));

    internal static string Type(JsonNode one) => one["type"]!.GetValue<string>();

    private static async Task<JsonNode> GetAsync(RunningSimulator simulator, string path, int status = 200)
    {
        using HttpResponseMessage response = await simulator.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(status, (int)response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static string TextOf(JsonNode response) => string.Concat(response["output"]!.AsArray()
        .Where(item => item!["type"]!.GetValue<string>() == "message")
        .SelectMany(item => item!["content"]!.AsArray())
        .Select(part => part!["text"]!.GetValue<string>()));
}
