using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>The usage in the record of every ending that an answer may have, spliced and translated.</summary>
public sealed class UsageEndingTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string First = "Once upon a time a fox met a hedgehog";
    private const string Second = " who was counting its quills, all 5,000 of them.";
    private const string Stream = "HTTP/1.1 200 OK\nContent-Type: text/event-stream";
    private const string Json = "HTTP/1.1 200 OK\nContent-Type: application/json";

    public static TheoryData<int> Ways => [.. Enumerable.Range(0, AnswerWay.All.Length)];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_answer_that_ends_well_has_the_providers_last_figures(int number)
    {
        var way = AnswerWay.All[number];
        await using var provider = new RawProvider(
            Stream, way.Begin() + way.Text(First) + way.Text(Second) + way.End());
        var record = await AskAsync(provider, way);

        Assert.Equal(RequestEnding.Completed, record.Ending);
        Assert.Equal(
            (190, 25, 90, false),
            (record.Usage.InputTokens, record.Usage.OutputTokens, record.Usage.CacheReadInputTokens,
                record.UsageEstimated));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_client_that_goes_away_is_charged_what_was_told_and_made_so_far(int number)
    {
        var way = AnswerWay.All[number];
        await using var provider = new RawProvider(Stream, way.Begin() + way.Text(First) + way.Text(Second))
        {
            StaysOpen = true,
        };
        gateway.PublishRaw(provider.Address, way.Provider);
        var response = await gateway.PostAsync(way.Path, way.Body());
        var id = Guid.Parse(response.Headers.GetValues("x-godwit-request-id").Single());
        using (var reader = new StreamReader(await response.Content.ReadAsStreamAsync()))
        {
            while (!(await reader.ReadLineAsync())!.Contains("quills", StringComparison.Ordinal))
            {
                // The client has seen all that the provider wrote.
            }
        }

        response.Dispose();
        var record = await gateway.RecordAsync(r => r.Id == id);

        Assert.Equal(RequestEnding.ClientGone, record.Ending);
        AssertSoFar(way, record);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_answer_that_breaks_off_has_what_was_told_and_made_so_far(int number)
    {
        var way = AnswerWay.All[number];
        await using var provider = new RawProvider(Stream, way.Begin() + way.Text(First) + way.Text(Second));
        var record = await AskAsync(provider, way);

        Assert.Equal(RequestEnding.ProviderCut, record.Ending);
        AssertSoFar(way, record);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_error_after_tokens_leaves_what_was_told_and_made_so_far(int number)
    {
        var way = AnswerWay.All[number];
        await using var provider = new RawProvider(
            Stream, way.Begin() + way.Text(First) + way.Text(Second) + way.Error());
        var record = await AskAsync(provider, way);

        Assert.NotNull(record.Attempts.Single().Failure);
        AssertSoFar(way, record);
    }

    [Fact]
    public async Task What_an_attempt_used_that_came_to_nothing_stands_with_it_with_its_cost_and_in_no_sum()
    {
        AnswerWay way = new("/v1/chat/completions", Dialect.AnthropicMessages);
        var begin = way.Begin().Split("event: content_block_start")[0];
        await using var provider = new RawProvider(Stream, begin + way.Error());
        gateway.PublishRaw(provider.Address, way.Provider, Price("raw", "CNY"), Price("openai", "USD"));
        var record = await RecordOf(await gateway.PostAsync(way.Path, way.Body("raw-first")));

        Assert.Equal(["raw", "openai"], record.Attempts.Select(a => a.Provider));
        Assert.Equal(
            new TokenUsage(190, 1, 90, null), record.Attempts[0].Usage);
        Assert.Equal((0.000_191m, "CNY"), (record.Attempts[0].Cost, record.Attempts[0].Currency));
        Assert.Equal((null, null), (record.Attempts[1].Usage, record.Attempts[1].Cost));
        Assert.Equal(("openai", "USD", false), (record.Provider, record.Currency, record.UsageEstimated));
        Assert.InRange(record.Usage.InputTokens!.Value, 1, 100);
    }

    [Theory]
    [InlineData("""{"error":{"message":"busy","code":"server_error"},"usage":{"prompt_tokens":7,"completion_tokens":2}}""")]
    [InlineData("""{"id":"c","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2},"error":{"message":"busy"}}""")]
    public async Task An_error_with_status_200_leaves_its_usage_with_the_attempt(string answer)
    {
        await using var provider = new RawProvider(Json, answer);
        gateway.PublishRaw(provider.Address);
        AnswerWay way = new("/v1/messages", Dialect.OpenAIChat);
        var record = await RecordOf(await gateway.PostAsync(way.Path, way.Body("raw-first", stream: false)));

        Assert.Equal((200, "openai"), (record.Status, record.Provider));
        Assert.Equal(new TokenUsage(7, 2, null, null), record.Attempts[0].Usage);
    }

    [Fact]
    public async Task An_error_with_status_200_that_is_passed_on_is_no_output_of_a_model()
    {
        await using var provider = new RawProvider(
            Json, """{"error":{"message":"The engine is busy at the moment, please come again","code":"server_error"}}""");
        var record = await AskAsync(provider, AnswerWay.All[0], stream: false);

        Assert.NotNull(record.Attempts[0].Failure);
        Assert.Equal((default, false), (record.Usage, record.UsageEstimated));
    }

    private async Task<RequestRecord> AskAsync(RawProvider provider, AnswerWay way, bool stream = true)
    {
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

    private static void AssertSoFar(AnswerWay way, RequestRecord record)
    {
        var made = AnswerWay.OfText(First + Second);
        var expected = way.CountsUp ? (190, 4, false)
            : way.AtStart is { } told ? (told.Input, told.Output + made, true)
            : (AnswerWay.EstimatedInput, made, true);
        Assert.Equal(
            expected, (record.Usage.InputTokens!.Value, record.Usage.OutputTokens!.Value, record.UsageEstimated));
    }

    private static PriceOverrideConfig Price(string provider, string currency) => new()
    {
        Provider = provider, Model = "*", ValidFrom = new(2020, 1, 1), Currency = currency, InputPerMillion = 1m,
        CacheReadInputPerMillion = 1m, OutputPerMillion = 1m,
    };
}
