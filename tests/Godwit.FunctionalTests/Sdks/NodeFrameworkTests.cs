using System.Text.Json;
using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Sdks;

/// <summary>
/// What applications do with the npm <c>ai</c> SDK, by each of its providers that speaks a dialect of ours, and with
/// LangChain.js, by either API of OpenAI's, before a provider of each dialect.
/// </summary>
[Collection(DialectsGroup.Name)]
public sealed class NodeFrameworkTests(DialectsFixture gateway)
{
    private const string ThroughMessages = "ai anthropic";
    private const string Anthropic = "via-anthropic-messages";
    private const string Gemini = "via-gemini-generate-content";
    private const string GeminisWords = "exceeds the maximum number of tokens allowed";

    private static readonly string[] Sdks =
    [
        "ai openai-compatible", "ai openai", "ai open-responses", ThroughMessages, "ai google",
        "langchain chat", "langchain responses",
    ];

    public static MatrixTheoryData<string, string> Pairs => new(Sdks, DialectsFixture.Models);

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_chat_is_answered_and_nothing_of_it_is_lost(string sdk, string model)
    {
        var answer = (await gateway.RunOfAsync(sdk)).Of(model, "chat");

        AssertText(answer);
        Assert.Equal("stop", Text(answer, "finish"));
        AssertUsage(answer);
        AssertNothingLost(answer);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_streamed_chat_arrives_in_pieces_and_ends_with_usage(string sdk, string model)
    {
        var answer = (await gateway.RunOfAsync(sdk)).Of(model, "chat_stream");

        AssertText(answer);
        Assert.True(Number(answer, "chunks") > 1);
        Assert.Equal("stop", Text(answer, "finish"));
        AssertUsage(answer);
        AssertNothingLost(answer);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_tool_is_called_and_its_result_leads_to_an_answer(string sdk, string model)
    {
        foreach (var scenario in (string[])["tool_loop", "tool_stream"])
        {
            var answer = (await gateway.RunOfAsync(sdk)).Of(model, scenario);
            AssertCalls(answer, "Lisbon");
            Assert.Contains("21", Text(answer, "text"), StringComparison.Ordinal);
            AssertNothingLost(answer);
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task Calls_that_are_made_together_are_answered_together(string sdk, string model)
    {
        var answer = (await gateway.RunOfAsync(sdk)).Of(model, "parallel_tools");

        AssertCalls(answer, "Lisbon", "Porto");
        var ids = answer.GetProperty("calls").EnumerateArray().Select(call => Text(call, "id"));
        Assert.Equal(2, ids.Distinct().Count());
        AssertText(answer);
        AssertNothingLost(answer);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task Structured_output_obeys_its_schema_streamed_or_not(string sdk, string model)
    {
        foreach (var scenario in (string[])["structured_output", "structured_stream"])
        {
            var answer = (await gateway.RunOfAsync(sdk)).Of(model, scenario);
            Assert.Equal("Lisbon", Text(answer.GetProperty("object"), "name"));
            Assert.Equal(JsonValueKind.Number, answer.GetProperty("object").GetProperty("population").ValueKind);
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_picture_is_seen(string sdk, string model)
    {
        var answer = (await gateway.RunOfAsync(sdk)).Of(model, "vision");

        Assert.Contains("16 x 16 pixels", Text(answer, "text"), StringComparison.Ordinal);
        AssertUsage(answer);
        AssertNothingLost(answer);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_file_reaches_the_model(string sdk, string model)
    {
        var answer = (await gateway.RunOfAsync(sdk)).Of(model, "document");

        AssertText(answer);
        Assert.DoesNotContain("dropped", LossesOf(answer), StringComparison.Ordinal);
        if (model != "via-openai-chat")
        {
            Assert.Contains("1 document: application/pdf", Text(answer, "text"), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_conversation_goes_on_with_what_was_thought(string sdk, string model)
    {
        var answer = (await gateway.RunOfAsync(sdk)).Of(model, "reasoning");

        AssertCalls(answer, "Lisbon");
        Assert.Contains("21", Text(answer, "text"), StringComparison.Ordinal);
        Assert.Contains("Thank you.", Text(answer, "next"), StringComparison.Ordinal);
        if (sdk is ThroughMessages or "ai google" && model is Anthropic or Gemini)
        {
            // Shown, and sent back with the signature that its maker asks for.
            Assert.NotEqual("", Text(answer, "thoughts"));
            Assert.DoesNotContain("dropped", LossesOf(answer), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_conversation_moves_from_each_provider_to_each_other(string sdk, string model)
    {
        var answer = (await gateway.RunOfAsync(sdk)).Of(model, "moved");

        var texts = answer.GetProperty("texts").EnumerateArray().Select(text => text.GetString()).ToList();
        Assert.Equal(DialectsFixture.Models.Length, texts.Count);
        Assert.All(texts, text => Assert.Contains("Thank you.", text, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task Tokens_from_a_cache_are_told_as_such(string sdk, string model)
    {
        var answer = (await gateway.RunOfAsync(sdk)).Of(model, "cached");

        // Anthropic caches what is marked, and its own clients alone can mark it.
        var cached = model == Anthropic && sdk != ThroughMessages ? 0 : 1024;
        Assert.InRange(Number(answer, "cached"), cached, cached == 0 ? 0 : Number(answer, "inputTokens"));
        Assert.InRange(Number(answer, "inputTokens"), 2000, 2100);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_client_that_stops_reading_ends_the_providers_work(string sdk, string model)
    {
        var run = await gateway.RunOfAsync(sdk);
        var answer = run.Of(model, "cancel");

        Assert.True(answer.GetProperty("aborted").GetBoolean());
        Assert.InRange(Number(answer, "chunks"), 1, 3);
        var id = Text(answer.GetProperty("seen")[0], "x-godwit-request-id");
        var record = await Eventually.ReadAsync(
            () => gateway.Server.ReadAsync($"requests/{id}"), found => found.TryGetProperty("ending", out _));
        Assert.Equal("client_gone", Text(record, "ending"));
        Assert.True(run.ProviderRequestWith(Text(answer, "mark")!).GetProperty("aborted").GetBoolean());
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task Half_an_answer_is_never_taken_for_a_whole_one(string sdk, string model)
    {
        var answer = (await gateway.RunOfAsync(sdk)).Of(model, "broken");

        // That one passes over the event that ends a relayed stream, and knows no ending without one of its own.
        var expected = sdk == "ai open-responses" ? model == "via-openai-responses" ? "other" : "error" : "threw";
        Assert.Equal(expected, Text(answer, "finish"));
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task What_is_refused_is_an_error_of_the_SDKs_own_with_what_was_told(string sdk, string model)
    {
        var run = await gateway.RunOfAsync(sdk);
        var unauthorized = run.Of(model, "unauthorized");
        AssertError(sdk, unauthorized, 401, "The API key is not one");
        AssertError(sdk, run.Of(model, "forbidden"), 403, "territory not supported");
        var overflow = run.Of(model, "overflow");
        if (sdk.StartsWith("ai ", StringComparison.Ordinal))
        {
            AssertError(sdk, overflow, 400, model == Gemini ? GeminisWords : WordsOf(sdk));
            Assert.Equal("AI_APICallError", Text(overflow, "name"));
        }
        else
        {
            Assert.Equal("MODEL_AUTHENTICATION", Text(unauthorized, "lcCode"));
            // Nothing is known of what a Gemini means that is described and not in the catalog.
            Assert.Equal(model == Gemini ? "Error" : "ContextOverflowError", Text(overflow, "name"));
        }
    }

    private static string WordsOf(string sdk) => sdk switch
    {
        ThroughMessages => "prompt is too long",
        "ai google" => GeminisWords,
        _ => "maximum context length",
    };

    private static void AssertError(string sdk, JsonElement error, int status, string words)
    {
        Assert.Equal(status, Number(error, "status"));
        if (sdk != "ai open-responses")
        {
            // That one knows no error without a parameter, which OpenAI's have, and tells the status alone.
            Assert.Contains(words, Text(error, "message"), StringComparison.Ordinal);
        }
    }

    private static string? Text(JsonElement value, string name) => value.GetProperty(name).GetString();

    private static int Number(JsonElement value, string name) => value.GetProperty(name).GetInt32();

    private static void AssertText(JsonElement answer) => Assert.False(string.IsNullOrWhiteSpace(Text(answer, "text")));

    private static void AssertUsage(JsonElement answer) =>
        Assert.True(Number(answer, "inputTokens") > 0 && Number(answer, "outputTokens") > 0);

    private static void AssertCalls(JsonElement answer, params string[] cities)
    {
        var calls = answer.GetProperty("calls").EnumerateArray().ToArray();
        Assert.All(calls, call => Assert.Equal("get_weather", Text(call, "name")));
        Assert.Equal(cities, calls.Select(call => Text(call.GetProperty("arguments"), "city")));
    }

    // A default that is sent because the provider's is another loses nothing.
    private static void AssertNothingLost(JsonElement answer) =>
        Assert.All(
            LossesOf(answer).Split(", ", StringSplitOptions.RemoveEmptyEntries),
            loss => Assert.StartsWith("defaulted=", loss, StringComparison.Ordinal));

    private static string LossesOf(JsonElement answer) => string.Join(
        ", ", answer.GetProperty("seen").EnumerateArray().Select(headers => Text(headers, "x-godwit-loss"))
            .Where(losses => losses is not ""));
}
