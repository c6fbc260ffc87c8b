using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>Providers that answer well and tell little or nothing of what it took.</summary>
public sealed class EstimatedUsageTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Words = "The hedgehog knew that it had exactly as many as yesterday.";
    private const string Json = "HTTP/1.1 200 OK\nContent-Type: application/json";

    private static readonly AnswerWay Spliced = new("/v1/chat/completions", Dialect.OpenAIChat);
    private static readonly AnswerWay Translated = new("/v1/messages", Dialect.OpenAIChat);

    [Fact]
    public async Task A_whole_answer_without_usage_is_estimated_from_its_words()
    {
        var (spliced, translated) = (await AskAsync(Spliced, Answer("")), await AskAsync(Translated, Answer("")));

        Assert.All([spliced, translated], r => Assert.Equal((true, true), (r.UsageEstimated, r.Cost is null)));
        Assert.All([spliced, translated], r => Assert.Equal(AnswerWay.EstimatedInput, r.Usage.InputTokens));
        Assert.Equal(AnswerWay.OfText(Words), translated.Usage.OutputTokens);
        Assert.InRange(
            spliced.Usage.OutputTokens!.Value, AnswerWay.OfText(Words) * 0.6, AnswerWay.OfText(Words) * 1.6);
    }

    [Fact]
    public async Task A_total_alone_is_kept_and_only_parted_by_estimate()
    {
        foreach (var way in new[] { Spliced, Translated })
        {
            var record = await AskAsync(way, Answer(""","usage":{"total_tokens":60}"""));
            Assert.True(record.UsageEstimated);
            Assert.Equal(60, record.Usage.InputTokens + record.Usage.OutputTokens);
            Assert.InRange(record.Usage.OutputTokens!.Value, 5, 30);
        }
    }

    [Fact]
    public async Task A_stream_without_usage_is_estimated_from_its_words()
    {
        foreach (var way in new[] { Spliced, Translated })
        {
            var record = await AskAsync(
                way, way.Begin() + way.Text(Words)
                    + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
                stream: true);
            Assert.Equal(
                (RequestEnding.Completed, true, AnswerWay.EstimatedInput, AnswerWay.OfText(Words)),
                (record.Ending, record.UsageEstimated, record.Usage.InputTokens!.Value,
                    record.Usage.OutputTokens!.Value));
        }
    }

    [Fact]
    public async Task No_estimate_is_more_than_the_request_allows()
    {
        await using var provider = new RawProvider(
            "HTTP/1.1 200 OK\nContent-Type: text/event-stream", Spliced.Begin() + Spliced.Text(Words));
        gateway.PublishRaw(provider.Address);
        var body = Spliced.Body().Replace("{\"model\"", "{\"max_tokens\":5,\"model\"", StringComparison.Ordinal);
        var record = await RecordOf(await gateway.PostAsync(Spliced.Path, body));

        Assert.Equal((5, true), (record.Usage.OutputTokens, record.UsageEstimated));
    }

    [Theory]
    [InlineData(Dialect.OpenAIChat, """{"object":"list","model":"e","data":[{"index":0,"embedding":[1,2]}]}""")]
    [InlineData(Dialect.GeminiGenerateContent, """{"embeddings":[{"values":[1,2]}]}""")]
    public async Task Vectors_without_usage_are_estimated_from_their_words(Dialect dialect, string answer)
    {
        var record = await EmbedAsync(dialect, answer);

        Assert.Equal((true, TokenUsageOf(AnswerWay.OfText(Words))), (record.UsageEstimated, record.Usage));
    }

    [Fact]
    public async Task A_total_of_vectors_is_their_input()
    {
        var record = await EmbedAsync(
            Dialect.OpenAIChat,
            """{"object":"list","model":"e","data":[{"index":0,"embedding":[1,2]}],"usage":{"total_tokens":8}}""");

        Assert.Equal((false, TokenUsageOf(8)), (record.UsageEstimated, record.Usage));
    }

    [Fact]
    public async Task What_was_written_to_a_cache_for_an_hour_may_stand_in_a_header()
    {
        foreach (var way in new[] { Spliced, Translated })
        {
            var record = await AskAsync(
                way,
                Answer(""","usage":{"prompt_tokens":300,"completion_tokens":9,"total_tokens":309,"cache_write_tokens":150}"""),
                head: Json + "\nMsh-Usage-Cache-Write-Tokens-5m: 50\nMsh-Usage-Cache-Write-Tokens-1h: 100");
            Assert.Equal(
                (150, 100, false),
                (record.Usage.CacheWriteInputTokens, record.Usage.CacheWriteHourInputTokens, record.UsageEstimated));
        }
    }

    private static TokenUsage TokenUsageOf(long input) => new(input, null, null, null);

    private static string Answer(string usage) =>
        $$$"""
        {"id":"c1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{{Words}}}"},"finish_reason":"stop"}]{{{usage}}}}
        """.Trim();

    private async Task<RequestRecord> EmbedAsync(Dialect dialect, string answer)
    {
        await using var provider = new RawProvider(Json, answer);
        gateway.PublishRaw(provider.Address, dialect);
        return await RecordOf(await gateway.PostAsync(
            "/v1/embeddings", $$"""{"model":"raw-model","input":"{{Words}}"}"""));
    }

    private async Task<RequestRecord> AskAsync(
        AnswerWay way, string answer, bool stream = false, string? head = null)
    {
        await using var provider = new RawProvider(
            head ?? (stream ? "HTTP/1.1 200 OK\nContent-Type: text/event-stream" : Json), answer);
        gateway.PublishRaw(provider.Address, way.Provider);
        return await RecordOf(await gateway.PostAsync(way.Path, way.Body(stream: stream)));
    }

    private async Task<RequestRecord> RecordOf(HttpResponseMessage response)
    {
        using (response)
        {
            await response.Content.ReadAsStringAsync();
            return await gateway.RecordOf(response);
        }
    }
}
