using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests.Gemini;

public sealed class GeminiRefusalTests
{
    private const string Plain = "/v1beta/models/gemini-2.5-pro:generateContent";
    private const string Sse = "/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse";
    private const string Whole = "/v1beta/models/gemini-2.5-pro:streamGenerateContent";

    [Theory]
    [InlineData("""{"contents":[]}""", "contents is not specified")]
    [InlineData("""{"contents":[{"role":"assistant","parts":[{"text":"a"}]}]}""", "valid role: user, model")]
    [InlineData("""{"contents":[{"role":"user","parts":[]}]}""", "parts must not be empty")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"a"}]}],"store_it":1}""", "Unknown name \"store_it\"")]
    [InlineData(
        """{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"max_tokens":1}}""",
        "Unknown name \"max_tokens\" at 'generation_config'")]
    [InlineData(
        """{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"temperature":3}}""", "from 0 to 2")]
    [InlineData(
        """
        {"contents":[{"parts":[{"text":"a"}]}],"tools":[{"functionDeclarations":[{"name":"f","parameters":
        {"type":"object","additionalProperties":false}}]}]}
        """,
        "Unknown name \"additionalProperties\"")]
    [InlineData(
        """
        {"contents":[{"parts":[{"text":"a"}]}],"toolConfig":{"functionCallingConfig":{"mode":"AUTO",
        "allowedFunctionNames":["f"]}}}
        """,
        "only supported in mode ANY")]
    [InlineData(
        """
        {"contents":[{"parts":[{"text":"a"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}},
        {"functionCall":{"name":"g","args":{}}}]},
        {"parts":[{"functionResponse":{"name":"f","response":{"a":1}}}]}]}
        """,
        "number of function response parts")]
    [InlineData(
        """
        {"contents":[{"parts":[{"text":"a"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]},
        {"parts":[{"functionResponse":{"name":"f","response":"done"}}]}]}
        """,
        "function_response.response")]
    [InlineData(
        """{"contents":[{"parts":[{"fileData":{"fileUri":"https://example.com/a.png","mimeType":"image/png"}}]}]}""",
        "Unsupported file URI")]
    [InlineData(
        """{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"responseJsonSchema":{"type":"object"}}}""",
        "only allowed with response_mime_type")]
    public async Task What_the_provider_refuses_is_refused_by_name(string body, string message)
    {
        await using RunningSimulator simulator = await RunningSimulator.ForGeminiAsync();

        JsonNode error = await simulator.AskAsync(body, Plain, 400);

        Assert.Equal("INVALID_ARGUMENT", error["error"]!["status"]!.GetValue<string>());
        Assert.Equal(400, error["error"]!["code"]!.GetValue<int>());
        Assert.Contains(message, GeminiTests.Message(error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rate_limit", 429, "RESOURCE_EXHAUSTED", "RetryInfo")]
    [InlineData("quota_exhausted", 429, "RESOURCE_EXHAUSTED", "PerDay")]
    [InlineData("server_error", 500, "INTERNAL", "")]
    [InlineData("unavailable", 503, "UNAVAILABLE", "")]
    [InlineData("bad_key", 400, "INVALID_ARGUMENT", "API_KEY_INVALID")]
    [InlineData("region_refusal", 400, "FAILED_PRECONDITION", "User location is not supported for the API use.")]
    public async Task Faults_have_googles_names(string fault, int status, string name, string within)
    {
        await using RunningSimulator simulator = await RunningSimulator.ForGeminiAsync(fault);

        JsonNode error = await simulator.AskAsync(GeminiTests.Body("Hello"), Plain, status);
        JsonNode streamed = await simulator.AskAsync(GeminiTests.Body("Hello"), Whole, status);

        Assert.Equal(name, error["error"]!["status"]!.GetValue<string>());
        Assert.Contains(within, error.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(name, streamed[0]!["error"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_blocked_prompt_is_a_success_without_candidates()
    {
        await using RunningSimulator simulator = await RunningSimulator.ForGeminiAsync("content_filter");

        JsonNode plain = await simulator.AskAsync(GeminiTests.Body("Hello"), Plain);
        List<string> stream = await simulator.StreamAsync(GeminiTests.Body("Hello"), Sse);

        Assert.Equal("SAFETY", plain["promptFeedback"]!["blockReason"]!.GetValue<string>());
        Assert.Null(plain["candidates"]);
        Assert.Contains("promptFeedback", Assert.Single(stream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_in_the_middle_ends_with_safety_and_an_error_is_a_chunk()
    {
        await using RunningSimulator filtered = await RunningSimulator.ForGeminiAsync("content_filter:after_chunks=2");
        await using RunningSimulator failed = await RunningSimulator.ForGeminiAsync("error_in_200:after_chunks=2");

        List<JsonNode> chunks = RunningSimulator.ChunksOf(await filtered.StreamAsync(GeminiTests.Body("Hello"), Sse));
        List<JsonNode> broken = RunningSimulator.ChunksOf(await failed.StreamAsync(GeminiTests.Body("Hello"), Sse));
        JsonNode array = await failed.AskAsync(GeminiTests.Body("Hello"), Whole);

        Assert.Equal("SAFETY", chunks[^1]["candidates"]![0]!["finishReason"]!.GetValue<string>());
        Assert.Equal("INTERNAL", broken[^1]["error"]!["status"]!.GetValue<string>());
        Assert.Equal("INTERNAL", array.AsArray()[^1]!["error"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_key_belongs_into_its_own_header_and_the_compatible_door_takes_a_bearer()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("google-gemini");

        JsonNode wrong = await simulator.AskAsync(GeminiTests.Body("Hello"), Plain, 401);
        JsonNode chat = await simulator.AskAsync(RunningSimulator.Chat("Hello"), "/v1beta/openai/chat/completions");
        simulator.Client.DefaultRequestHeaders.Authorization = null;
        JsonNode none = await simulator.AskAsync(GeminiTests.Body("Hello"), Plain, 403);
        JsonNode query = await simulator.AskAsync(GeminiTests.Body("Hello"), Plain + "?key=k");

        Assert.Equal("UNAUTHENTICATED", wrong["error"]!["status"]!.GetValue<string>());
        Assert.Equal("chat.completion", chat["object"]!.GetValue<string>());
        Assert.Equal("PERMISSION_DENIED", none["error"]!["status"]!.GetValue<string>());
        Assert.NotNull(query["candidates"]);
    }
}
