using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests;

public sealed class ToolTests
{
    private const string Weather = """
        {"type":"function","function":{"name":"get_weather","description":"The weather in a city","parameters":
        {"type":"object","properties":{"city":{"type":"string"},
        "unit":{"type":"string","enum":["celsius","fahrenheit"]}},
        "required":["city"]}}}
        """;

    private const string Sum = """
        {"type":"function","function":{"name":"add_numbers","description":"Adds two numbers","parameters":
        {"type":"object","properties":{"first":{"type":"number"},"second":{"type":"number"}}}}}
        """;

    [Fact]
    public async Task Each_place_of_the_message_gets_a_call_of_its_own()
    {
        JsonArray calls = await CallsAsync("What is the weather in Paris, New York and 北京, in fahrenheit?", Weather);

        Assert.Equal(["Paris", "New York", "北京"], calls.Select(call => Arguments(call)["city"]!.GetValue<string>()));
        Assert.All(calls, call => Assert.Equal("fahrenheit", Arguments(call)["unit"]!.GetValue<string>()));
        Assert.Equal(3, calls.Select(call => call!["id"]!.GetValue<string>()).Distinct().Count());
    }

    [Fact]
    public async Task One_call_is_made_when_parallel_calls_are_not_wanted()
    {
        JsonArray calls = await CallsAsync(
            "What is the weather in Paris and London?", Weather, ""","parallel_tool_calls":false""");

        Assert.Equal("Paris", Arguments(Assert.Single(calls))["city"]!.GetValue<string>());
    }

    [Fact]
    public async Task One_provider_makes_one_call_unless_it_is_asked_for_several()
    {
        JsonArray calls = await CallsAsync("What is the weather in Paris and London?", Weather, "", "alibaba-qwen");

        Assert.Single(calls);
    }

    [Fact]
    public async Task Numbers_of_the_message_become_arguments()
    {
        JsonArray calls = await CallsAsync("Add the numbers 12 and 30.5 for me", Weather + "," + Sum);

        JsonNode arguments = Arguments(Assert.Single(calls));
        Assert.Equal(12m, arguments["first"]!.GetValue<decimal>());
        Assert.Equal(30.5m, arguments["second"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task A_named_tool_is_called_whatever_the_message_says()
    {
        JsonArray calls = await CallsAsync(
            "What is the weather in Paris?", Weather + "," + Sum,
            ""","tool_choice":{"type":"function","function":{"name":"add_numbers"}}""");

        Assert.Equal("add_numbers", Assert.Single(calls)!["function"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task No_tool_is_called_when_none_is_wanted()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode answer = await simulator.AskAsync(
            RunningSimulator.Chat("Weather in Paris?", $""","tools":[{Weather}],"tool_choice":"none" """));

        Assert.Equal("stop", answer["choices"]![0]!["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task Tool_results_are_quoted_in_the_answer()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode answer = await simulator.AskAsync("""
            {"model":"gpt-4o","messages":[{"role":"user","content":"Weather?"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function",
              "function":{"name":"get_weather","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"a","content":"sunny, 21 degrees"}],"tools":[TOOL]}
            """.Replace("TOOL", Weather, StringComparison.Ordinal));

        string content = answer["choices"]![0]!["message"]!["content"]!.GetValue<string>();
        Assert.Contains("“sunny, 21 degrees”", content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streamed_calls_start_with_id_and_name_and_bring_arguments_in_pieces()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        List<JsonNode> chunks = RunningSimulator.ChunksOf(await simulator.StreamAsync(RunningSimulator.Chat(
            "What is the weather in Paris and London?", $""","stream":true,"tools":[{Weather}]""")));

        List<JsonNode> pieces = [.. chunks
            .Select(chunk => chunk["choices"]![0]!["delta"]!["tool_calls"]?[0]).OfType<JsonNode>()];
        foreach ((int index, string city) in new[] { (0, "Paris"), (1, "London") })
        {
            List<JsonNode> own = [.. pieces.Where(piece => piece["index"]!.GetValue<int>() == index)];
            Assert.Equal("get_weather", own[0]["function"]!["name"]!.GetValue<string>());
            Assert.StartsWith("call_", own[0]["id"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.True(own.Count > 2);
            Assert.All(own[1..], piece => Assert.Null(piece["id"]));
            string arguments = string.Concat(own.Select(piece => piece["function"]!["arguments"]!.GetValue<string>()));
            Assert.Equal(city, JsonNode.Parse(arguments)!["city"]!.GetValue<string>());
        }

        Assert.Equal("tool_calls", chunks[^1]["choices"]![0]!["finish_reason"]!.GetValue<string>());
    }

    private static async Task<JsonArray> CallsAsync(
        string question, string tools, string more = "", string provider = "openai")
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync(provider);
        JsonNode answer = await simulator.AskAsync(RunningSimulator.Chat(question, $""","tools":[{tools}]{more}"""));
        Assert.Equal("tool_calls", answer["choices"]![0]!["finish_reason"]!.GetValue<string>());
        return answer["choices"]![0]!["message"]!["tool_calls"]!.AsArray();
    }

    private static JsonNode Arguments(JsonNode? call) =>
        JsonNode.Parse(call!["function"]!["arguments"]!.GetValue<string>())!;
}
