using System.Buffers;
using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.GeminiGenerateContent;
using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.GeminiGenerateContent;

public sealed class GeminiWritersTests
{
    [Fact]
    public void A_refusal_of_a_territory_is_Googles()
    {
        var problem = new ClientError(
            403, "request_forbidden", "unsupported_country_region_territory", null, "Ask ops.") { RequestId = "r1" };

        Assert.Equal(
            """
            {"error":{"code":403,"message":"User location is not supported for the API use. Ask ops.",
            "status":"FAILED_PRECONDITION","details":[
            {"@type":"type.googleapis.com/google.rpc.ErrorInfo",
            "reason":"UNSUPPORTED_COUNTRY_REGION_TERRITORY","domain":"godwit"},
            {"@type":"type.googleapis.com/google.rpc.RequestInfo","requestId":"r1"}]}}
            """.ReplaceLineEndings(""),
            Text(output => GeminiDialect.Instance.WriteError(problem, output)));
    }

    [Theory]
    [InlineData(400, "INVALID_ARGUMENT")]
    [InlineData(401, "UNAUTHENTICATED")]
    [InlineData(404, "NOT_FOUND")]
    [InlineData(429, "RESOURCE_EXHAUSTED")]
    [InlineData(502, "UNAVAILABLE")]
    [InlineData(504, "DEADLINE_EXCEEDED")]
    public void A_status_has_Googles_word(int status, string word) => Assert.Contains(
        $"\"status\":\"{word}\"",
        Text(output => GeminiDialect.Instance.WriteError(new ClientError(status, "t", null, "p.q", "m"), output)),
        StringComparison.Ordinal);

    [Fact]
    public void A_stream_that_broke_ends_with_an_error_on_a_line_of_its_own()
    {
        var text = Text(output => GeminiDialect.Instance.WriteStreamError(
            new ClientError(502, "t", null, null, "cut"), insideEvent: true, output));

        Assert.Equal("\n\ndata: {\"error\":{\"code\":502,\"message\":\"cut\",\"status\":\"UNAVAILABLE\"}}\n\n", text);
    }

    [Fact]
    public void A_keep_alive_is_an_empty_line_in_either_form()
    {
        AnswerEvent[] events = [KeptAlive.Instance];
        foreach (var array in new[] { true, false })
        {
            var context = GeminiWire.Context(new LossReport(), Dialect.OpenAIChat, array);
            Assert.Equal("\n", GeminiWire.Stream(events, context));
        }
    }

    [Fact]
    public void A_model_is_listed_as_Gemini_does()
    {
        var row = new OpenAIModelRow(
            "gpt-4o", DateTimeOffset.UnixEpoch, "openai", "openai", "served", null, new DateOnly(2027, 1, 2), true)
        {
            ContextTokens = 128_000,
            MaxOutputTokens = 16_384,
            Operations = [Operation.Chat, Operation.CountTokens, Operation.Embeddings],
        };

        Assert.Equal(
            """
            {"models":[{"name":"models/gpt-4o","displayName":"gpt-4o","inputTokenLimit":128000,
            "outputTokenLimit":16384,"supportedGenerationMethods":
            ["generateContent","streamGenerateContent","countTokens","embedContent"],
            "godwit":{"provider":"openai","territory_status":"served","available_until":null,
            "shutdown_date":"2027-01-02","simulated":true}}]}
            """.ReplaceLineEndings(""),
            Text(output => GeminiModelList.WriteList(output, [row])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void A_tap_learns_usage_model_and_ending_of_a_spliced_stream(int size)
    {
        var input = Encoding.UTF8.GetBytes("""
            data: {"candidates":[{"content":{"parts":[{"text":"a \"finishReason\" b"}]}}],
            data: "usageMetadata":{"promptTokenCount":4},"modelVersion":"gemini-x"}

            data: {"candidates":[{"finishReason":"MAX_TOKENS"}],"modelVersion":"gemini-x","usageMetadata":
            data: {"promptTokenCount":4,"candidatesTokenCount":2,"thoughtsTokenCount":3,"totalTokenCount":9}}


            """);
        using var tap = new SseTap(GeminiLook.Instance);
        foreach (var chunk in input.Chunk(size))
        {
            tap.Feed(chunk);
        }

        tap.Complete();
        // Usage may follow the ending: nothing in the stream says that it is over.
        Assert.False(tap.Done);
        Assert.True(tap.Answer.ContentSeen);
        Assert.Equal("gemini-x", tap.Answer.ResponseModel());
        Assert.Equal(["MAX_TOKENS"], tap.Answer.FinishReasons.ToArray());
        Assert.Equal((4, 5, 3), (
            tap.Answer.Usage!.Value.InputTokens, tap.Answer.Usage.Value.OutputTokens,
            tap.Answer.Usage.Value.ReasoningOutputTokens));
    }

    [Fact]
    public void A_tap_sees_no_ending_in_words_and_tells_an_error()
    {
        using var tap = new SseTap(GeminiLook.Instance);
        tap.Feed("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\\\"finishReason\\\"\"}]}}]}\n\n"u8);
        Assert.Empty(tap.Answer.FinishReasons.ToArray());
        tap.Feed("data: {\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\",\"message\":\"later\"}}\n\n"u8);
        Assert.Equal(("503", "UNAVAILABLE", "later"), (
            tap.Answer.Error?.Code, tap.Answer.Error?.Type, tap.Answer.Error?.Message));
    }

    private static string Text(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
