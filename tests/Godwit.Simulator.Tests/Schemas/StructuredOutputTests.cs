using System.Text.Json.Nodes;
using FsCheck.Xunit;

namespace Godwit.Simulator.Tests.Schemas;

public sealed class StructuredOutputTests
{
    [Property(MaxTest = 300)]
    public void Whatever_the_schema_the_value_is_valid(int seed)
    {
        JsonObject schema = new RandomSchema(seed).Next();

        JsonNode? value = Fill(schema, "Compare 3 hotels in Paris and Rome for 2024-07-09, at 12.5 each", seed);

        Assert.True(
            SchemaCheck.Fault(schema, value) is null,
            $"{SchemaCheck.Fault(schema, value)}\n{schema.ToJsonString()}\n{value?.ToJsonString()}");
    }

    [Fact]
    public async Task A_schema_answer_is_valid_json_filled_from_the_message()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode answer = await simulator.AskAsync(RunningSimulator.Chat(
            "Plan a trip to Lisbon on 2024-07-09",
            """
            ,"response_format":{"type":"json_schema","json_schema":{"name":"trip","strict":true,
            "schema":{"type":"object",
            "properties":{"city":{"type":"string"},"date":{"type":"string","format":"date"},
            "days":{"type":"integer","minimum":1,"maximum":14}},"required":["city","date","days"],
            "additionalProperties":false}}}
            """));

        JsonNode value = JsonNode.Parse(answer["choices"]![0]!["message"]!["content"]!.GetValue<string>())!;
        Assert.Equal("Lisbon", value["city"]!.GetValue<string>());
        Assert.Equal("2024-07-09", value["date"]!.GetValue<string>());
        Assert.InRange(value["days"]!.GetValue<int>(), 1, 14);
    }

    [Fact]
    public async Task A_json_object_answer_is_an_object()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode answer = await simulator.AskAsync(RunningSimulator.Chat(
            "Give me JSON", ""","response_format":{"type":"json_object"}"""));

        JsonNode value = JsonNode.Parse(answer["choices"]![0]!["message"]!["content"]!.GetValue<string>())!;
        Assert.True(value["simulated"]!.GetValue<bool>());
    }

    [Fact]
    public void Unique_items_differ()
    {
        JsonObject schema = JsonNode.Parse("""
            {"type":"object","properties":{
            "tags":{"type":"array","items":{"type":"string"},"minItems":3,"uniqueItems":true},
            "sizes":{"type":"array","items":{"type":"integer","minimum":500},"minItems":3,"uniqueItems":true}}}
            """)!.AsObject();

        JsonNode value = Fill(schema, "", 1)!;

        Assert.Equal(3, value["tags"]!.AsArray().Select(tag => tag!.GetValue<string>()).Distinct().Count());
        Assert.Equal(3, value["sizes"]!.AsArray().Select(size => size!.GetValue<int>()).Distinct().Count());
    }

    private static JsonNode? Fill(JsonObject schema, string message, int seed)
    {
        System.Buffers.ArrayBufferWriter<byte> buffer = new();
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(schema.ToJsonString());
        using (System.Text.Json.Utf8JsonWriter json = new(buffer))
        {
            new Simulator.Schemas.SchemaFiller(
                document.RootElement,
                Simulator.Schemas.MessageHints.Of(message),
                new Simulator.Text.DeterministicSource((ulong)seed),
                json).Write();
        }

        return JsonNode.Parse(buffer.WrittenSpan);
    }
}
