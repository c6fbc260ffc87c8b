using System.Net;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>
/// What tools cost that providers run: in the record of an answer that is spliced and of one that is translated, and in
/// a hard budget.
/// </summary>
public sealed class PricedToolTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Json = "HTTP/1.1 200 OK\nContent-Type: application/json";
    private const string Stream = "HTTP/1.1 200 OK\nContent-Type: text/event-stream";

    private const string Claude =
        """
        {"id":"m1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Hello."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":5,"server_tool_use":{"web_search_requests":2,"web_fetch_requests":3}}}
        """;

    private const string ClaudeStream =
        """
        event: message_start
        data: {"type":"message_start","message":{"id":"m1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":10,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello."}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5,"server_tool_use":{"web_search_requests":2,"web_fetch_requests":3}}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    private const string Responses =
        """
        {"id":"r1","object":"response","status":"completed","model":"m","output":[{"type":"web_search_call","id":"w1","status":"completed","action":{"type":"search","query":"q"}},{"type":"web_search_call","id":"w2","status":"completed","action":{"type":"open_page","url":"u"}},{"type":"web_search_call","id":"w3","status":"completed","action":{"type":"search","query":"q"}},{"type":"message","id":"x1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hello.","annotations":[]}]}],"usage":{"input_tokens":10,"output_tokens":5,"total_tokens":15}}
        """;

    private const string Gemini =
        """
        {"candidates":[{"content":{"parts":[{"text":"Hello."}],"role":"model"},"finishReason":"STOP","index":0,"groundingMetadata":{"webSearchQueries":["a","b","a",""]}}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":5,"totalTokenCount":15},"modelVersion":"m","responseId":"g1"}
        """;

    private static readonly PriceOverrideConfig Price = new()
    {
        Provider = "raw", Model = "*", ValidFrom = new(2020, 1, 1), Currency = "USD", InputPerMillion = 0,
        OutputPerMillion = 0,
        ServerTools =
            [new() { Tool = "web_search", PerCall = 0.25m }, new() { Tool = "web_fetch", PerCall = 0 }],
    };

    public static TheoryData<string, Dialect, bool, string> Answers => new()
    {
        { "/v1/messages", Dialect.AnthropicMessages, false, Claude },
        { "/v1/messages", Dialect.AnthropicMessages, true, ClaudeStream },
        { "/v1/chat/completions", Dialect.AnthropicMessages, false, Claude },
        { "/v1/chat/completions", Dialect.AnthropicMessages, true, ClaudeStream },
        { "/v1/responses", Dialect.OpenAIResponses, false, Responses },
        { "/v1/messages", Dialect.OpenAIResponses, false, Responses },
        { "/v1beta/models/raw-model:generateContent", Dialect.GeminiGenerateContent, false, Gemini },
        { "/v1/messages", Dialect.GeminiGenerateContent, false, Gemini },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_request_that_searched_costs_what_its_searches_cost(
        string path, Dialect dialect, bool stream, string answer)
    {
        await using var provider = new RawProvider(stream ? Stream : Json, answer);
        gateway.PublishRaw(provider.Address, dialect, Price);

        var record = await AskAsync(new AnswerWay(path, dialect), stream);

        Assert.Equal(2, record.Usage.ServerTools!.Counts.Single(c => c.Tool == "web_search").Calls);
        Assert.Equal((0.5m, "USD"), (record.Cost, record.Currency));
    }

    [Fact]
    public async Task A_prompt_that_is_paid_once_costs_that_however_often_it_searched()
    {
        await using var provider = new RawProvider(Json, Gemini);
        gateway.PublishRaw(provider.Address, Dialect.GeminiGenerateContent, Price with
        {
            ServerTools = [new() { Tool = "web_search", PerRequest = 0.035m }],
        });

        var record = await AskAsync(new("/v1/chat/completions", Dialect.GeminiGenerateContent), stream: false);

        Assert.Equal((2L, 0.035m), (record.Usage.ServerToolCalls, record.Cost));
    }

    [Fact]
    public async Task Without_a_price_of_a_tool_that_was_run_there_is_no_cost()
    {
        await using var provider = new RawProvider(Json, Claude);
        gateway.PublishRaw(provider.Address, Dialect.AnthropicMessages, Price with
        {
            ServerTools = [new() { Tool = "web_search", PerCall = 0.25m }],
        });

        var record = await AskAsync(new("/v1/messages", Dialect.AnthropicMessages), stream: false);

        Assert.Equal((5L, null, null), (record.Usage.ServerToolCalls, record.Cost, record.PriceVersion));
    }

    [Fact]
    public async Task A_hard_budget_holds_what_the_named_tools_cost_at_worst_and_is_never_passed()
    {
        await using var provider = new RawProvider(Json, Claude);
        PublishBudget(provider.Address, Price);

        using var one = await SearchAsync(searches: 3, fetches: 3);
        await one.Content.ReadAsStringAsync();
        using var other = await SearchAsync(searches: 2, fetches: 1_000);
        await other.Content.ReadAsStringAsync();
        using var refused = await SearchAsync(searches: 1, fetches: 0);
        using var free = await SearchAsync(searches: 0, fetches: 1_000);
        await free.Content.ReadAsStringAsync();

        Assert.Equal((750_000_000L, 500_000_000L), await ChargeOf(one));
        Assert.Equal((500_000_000L, 500_000_000L), await ChargeOf(other));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, free.StatusCode);
    }

    [Fact]
    public async Task A_hard_budget_is_passed_by_no_number_of_searches_at_one_time()
    {
        await using var provider = new RawProvider(Json, Claude);
        PublishBudget(provider.Address, Price);

        var responses = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => SearchAsync(searches: 2, fetches: 1)));

        Assert.Equal(2, responses.Count(response => response.StatusCode == HttpStatusCode.OK));
        Assert.Equal(22, responses.Count(response => response.StatusCode == HttpStatusCode.TooManyRequests));
        foreach (var response in responses)
            response.Dispose();
    }

    [Fact]
    public async Task A_hard_budget_refuses_a_tool_without_a_price_and_only_that()
    {
        await using var provider = new RawProvider(Json, Claude);
        PublishBudget(provider.Address, Price with { ServerTools = [new() { Tool = "web_search", PerCall = 0.25m }] });

        using var unpriced = await SearchAsync(searches: 1, fetches: 1);
        using var priced = await SearchAsync(searches: 2, fetches: 0);

        Assert.Equal(HttpStatusCode.Forbidden, unpriced.StatusCode);
        Assert.Contains("of a call of the tools", await unpriced.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, priced.StatusCode);
    }

    private void PublishBudget(Uri provider, PriceOverrideConfig price) => gateway.Publish(set => set with
    {
        Providers =
        [
            .. set.Providers,
            new("raw", 1, new()
            {
                Dialect = Dialect.AnthropicMessages, BaseUrl = provider.ToString(),
                Models = [new() { Name = "raw-model", Operations = [Operation.Chat] }],
            }),
        ],
        PriceOverrides = [new("p", 1, price)],
        Budgets = [new(FormattableString.Invariant($"b{provider.Port}"), 1, new()
        {
            Amount = 1, Currency = "USD", Enforcement = BudgetEnforcement.Hard,
        })],
    });

    private Task<HttpResponseMessage> SearchAsync(int searches, int fetches) => gateway.PostAsync(
        "/v1/messages",
        $$"""
        {"model":"raw/raw-model","max_tokens":100,"messages":[{"role":"user","content":"hello"}],"tools":[{"type":"web_search_20250305","name":"web_search","max_uses":{{searches}}},{"type":"web_fetch_20250910","name":"web_fetch","max_uses":{{fetches}}}]}
        """);

    private async Task<RequestRecord> AskAsync(AnswerWay way, bool stream)
    {
        using var response = await gateway.PostAsync(way.Path, way.Body(stream: stream));
        await response.Content.ReadAsStringAsync();
        return await gateway.RecordOf(response);
    }

    private async Task<(long Reserved, long Spent)> ChargeOf(HttpResponseMessage response)
    {
        var charge = (await gateway.RecordOf(response)).Charges!.Single();
        return (charge.Reserved, charge.Spent);
    }
}
