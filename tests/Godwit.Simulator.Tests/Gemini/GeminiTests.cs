using System.Text.Json;
using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests.Gemini;

public sealed class GeminiTests
{
    private const string Plain = "/v1beta/models/gemini-3-pro:generateContent";
    private const string Sse = "/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse";
    private const string Whole = "/v1beta/models/gemini-3-pro:streamGenerateContent";

    private const string Weather = """
        ,"tools":[{"functionDeclarations":[{"name":"get_weather","description":"The weather in a city","parameters":
        {"type":"OBJECT","properties":{"city":{"type":"STRING"}},"required":["city"]}}]}]
        """;

    [Fact]
    public async Task An_answer_has_a_candidate_and_counts_thoughts_apart()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForGeminiAsync();

        JsonNode answer = await simulator.AskAsync(Body("Where do godwits go?"), Plain);

        JsonNode candidate = answer["candidates"]![0]!;
        Assert.Equal(["content", "finishReason", "index"], candidate.AsObject().Select(member => member.Key));
        Assert.Equal("STOP", candidate["finishReason"]!.GetValue<string>());
        Assert.Equal("model", candidate["content"]!["role"]!.GetValue<string>());
        Assert.Contains("Where do godwits go?", TextOf(answer), StringComparison.Ordinal);
        JsonNode usage = answer["usageMetadata"]!;
        Assert.Equal(
            usage["totalTokenCount"]!.GetValue<int>(),
            usage["promptTokenCount"]!.GetValue<int>() + usage["candidatesTokenCount"]!.GetValue<int>()
                + usage["thoughtsTokenCount"]!.GetValue<int>());
        Assert.Equal("gemini-3-pro", answer["modelVersion"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_stream_has_usage_in_each_chunk_and_its_finish_in_the_last_and_no_done()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForGeminiAsync();
        JsonNode plain = await simulator.AskAsync(Body("Hello"), Plain);

        string text = await simulator.StreamTextAsync(Body("Hello"), Sse);
        List<JsonNode> chunks = RunningSimulator.ChunksOf(RunningSimulator.DataOf(text));

        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("event:", text, StringComparison.Ordinal);
        Assert.Equal(TextOf(plain), string.Concat(chunks.Select(TextOf)));
        Assert.All(chunks, chunk => Assert.NotNull(chunk["usageMetadata"]!["promptTokenCount"]));
        Assert.All(chunks[..^1], chunk => Assert.Null(chunk["candidates"]![0]!["finishReason"]));
        Assert.Equal("STOP", chunks[^1]["candidates"]![0]!["finishReason"]!.GetValue<string>());
        Assert.NotNull(chunks[^1]["candidates"]![0]!["content"]!["parts"]![0]!["thoughtSignature"]);
        Assert.Equal(plain["usageMetadata"]!.ToJsonString(), chunks[^1]["usageMetadata"]!.ToJsonString());
    }

    [Fact]
    public async Task Without_alt_sse_the_stream_is_one_array()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForGeminiAsync();

        JsonNode array = await simulator.AskAsync(Body("Hello"), Whole);
        List<JsonNode> chunks = RunningSimulator.ChunksOf(await simulator.StreamAsync(Body("Hello"), Sse));

        Assert.Equal(
            chunks.Select(chunk => chunk.ToJsonString()), array.AsArray().Select(chunk => chunk!.ToJsonString()));
    }

    [Fact]
    public async Task Calls_come_whole_and_the_first_signature_has_to_come_back()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForGeminiAsync();
        List<JsonNode> chunks = RunningSimulator.ChunksOf(
            await simulator.StreamAsync(Body("What is the weather in Paris and London?", Weather), Sse));
        List<JsonNode> calls = [.. chunks.Select(chunk => chunk["candidates"]![0]!["content"]!["parts"]![0]!)
            .Where(part => part["functionCall"] is not null)];
        Assert.Equal(
            ["Paris", "London"], calls.Select(call => call["functionCall"]!["args"]!["city"]!.GetValue<string>()));
        Assert.NotNull(calls[0]["thoughtSignature"]);
        Assert.Null(calls[1]["thoughtSignature"]);
        Assert.Equal("STOP", chunks[^1]["candidates"]![0]!["finishReason"]!.GetValue<string>());

        string Loop() => """
            {"contents":[{"role":"user","parts":[{"text":"Weather?"}]},{"role":"model","parts":[A,B]},
            {"role":"user","parts":[
              {"functionResponse":{"name":"get_weather","response":{"result":"sunny"}}},
              {"functionResponse":{"name":"get_weather","response":{"result":"rainy"}}}]}]}
            """.Replace("A", calls[0].ToJsonString(), StringComparison.Ordinal)
            .Replace("B]", calls[1].ToJsonString() + "]", StringComparison.Ordinal);
        JsonNode answer = await simulator.AskAsync(Loop(), Plain);
        Assert.Contains("“sunny”, “rainy”", TextOf(answer), StringComparison.Ordinal);

        calls[0]["thoughtSignature"] = "AAAA";
        Assert.Contains("not valid", Message(await simulator.AskAsync(Loop(), Plain, 400)), StringComparison.Ordinal);
        calls[0].AsObject().Remove("thoughtSignature");
        Assert.Contains(
            "missing a thought_signature",
            Message(await simulator.AskAsync(Loop(), Plain, 400)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thoughts_are_shown_when_they_are_asked_for()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForGeminiAsync();

        List<JsonNode> chunks = RunningSimulator.ChunksOf(await simulator.StreamAsync(
            Body("Hello", ""","generationConfig":{"thinkingConfig":{"includeThoughts":true,"thinkingLevel":"LOW"}}"""),
            Sse));

        JsonNode first = chunks[0]["candidates"]![0]!["content"]!["parts"]![0]!;
        Assert.True(first["thought"]!.GetValue<bool>());
        Assert.True(chunks[0]["usageMetadata"]!["thoughtsTokenCount"]!.GetValue<int>() > 0);
    }

    [Fact]
    public async Task Schemas_limits_and_images_are_heeded()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForGeminiAsync();

        JsonNode json = await simulator.AskAsync(Body("Paris", """
            ,"generation_config":{"response_mime_type":"application/json","response_schema":{"type":"OBJECT",
            "properties":{"city":{"type":"STRING"},"count":{"type":"INTEGER"}},"required":["city","count"]}}
            """), Plain);
        JsonNode cut = await simulator.AskAsync(
            Body("Hello", ""","generationConfig":{"maxOutputTokens":3,"thinkingConfig":{"thinkingBudget":0}}"""),
            Plain);
        JsonNode seen = await simulator.AskAsync("""
            {"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}},{"text":"What?"}]}]}
            """, Plain);

        Assert.Equal(JsonValueKind.Number, JsonNode.Parse(TextOf(json))!["count"]!.GetValueKind());
        Assert.Equal("MAX_TOKENS", cut["candidates"]![0]!["finishReason"]!.GetValue<string>());
        Assert.Contains("image/png, 8 bytes", TextOf(seen), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_embeddings_and_models_have_methods_of_their_own()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForGeminiAsync();

        JsonNode counted = await simulator.AskAsync(Body("Hello"), "/v1beta/models/gemini-3-pro:countTokens");
        JsonNode one = await simulator.AskAsync(
            """{"content":{"parts":[{"text":"Hello"}]},"outputDimensionality":8}""",
            "/v1beta/models/gemini-embedding-001:embedContent");
        JsonNode many = await simulator.AskAsync(
            """
            {"requests":[{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"Hello"}]},
            "outputDimensionality":8}]}
            """,
            "/v1beta/models/gemini-embedding-001:batchEmbedContents");
        JsonNode models = JsonNode.Parse(
            await simulator.Client.GetStringAsync(new Uri("/v1beta/models", UriKind.Relative)))!;

        Assert.True(counted["totalTokens"]!.GetValue<int>() > 0);
        Assert.Equal(8, one["embedding"]!["values"]!.AsArray().Count);
        Assert.Equal(
            one["embedding"]!["values"]!.ToJsonString(), many["embeddings"]![0]!["values"]!.ToJsonString());
        Assert.NotNull(models["models"]);
    }

    internal static string Body(string text, string more = "") => $$"""
        {"contents":[{"role":"user","parts":[{"text":{{JsonSerializer.Serialize(text)}}}]}]{{more}}}
        """;

    internal static string Message(JsonNode error) => error["error"]!["message"]!.GetValue<string>();

    private static string TextOf(JsonNode answer) => string.Concat(
        answer["candidates"]![0]!["content"]!["parts"]!.AsArray().Select(part => part!["text"]?.GetValue<string>()));
}
