using System.Net;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Simulator;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>Clients of other dialects before providers that speak OpenAI Chat.</summary>
public sealed class TranslationTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>, IAsyncLifetime
{
    public ValueTask InitializeAsync()
    {
        gateway.Publish();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        gateway.Simulator.Faults.Clear();
        gateway.ForgetLimits();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_answer_comes_in_the_clients_dialect_and_what_was_lost_is_told_and_recorded()
    {
        using var response = await MessagesAsync("only-openai", ""","top_k":5""", "x-api-key");
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(
            (HttpStatusCode.OK, "message", "only-openai"),
            (response.StatusCode, Text(body, "type"), Text(body, "model")));
        Assert.Equal("dropped=top_k", response.Headers.GetValues("x-godwit-loss").Single());
        var record = await gateway.RecordOf(response);
        var loss = Assert.Single(record.Losses!);
        Assert.Equal((LossKind.Dropped, "top_k"), (loss.Kind, loss.Path));
        Assert.True(loss.Reason.Length > 0 && record.Usage.InputTokens > 0 && record.Usage.OutputTokens > 0);
    }

    [Fact]
    public async Task A_stream_comes_as_the_clients_dialect_has_it_and_is_counted()
    {
        using var response = await MessagesAsync("only-openai", ""","stream":true""");
        var text = await response.Content.ReadAsStringAsync();
        var names = text.Split('\n').Where(line => line.StartsWith("event: ", StringComparison.Ordinal))
            .Select(line => line["event: ".Length..]).Where(name => name != "ping").ToList();
        Assert.Equal("message_start", names[0]);
        Assert.Equal(["content_block_stop", "message_delta", "message_stop"], names[^3..]);
        Assert.Equal(1, names.Count(name => name == "content_block_start"));
        var record = await gateway.RecordOf(response);
        Assert.Equal((RequestEnding.Completed, true), (record.Ending, record.Streamed));
        Assert.True(record.Usage.OutputTokens > 0);
    }

    [Theory]
    [InlineData("server_error", "")]
    [InlineData("reset", ""","stream":true""")]
    [InlineData("error_in_200", "")]
    [InlineData("error_in_200", ""","stream":true""")]
    public async Task Before_any_output_another_target_may_answer(string fault, string members)
    {
        Inject("openai", fault);
        using var response = await MessagesAsync("with-fallback", members);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal("qwen", response.Headers.GetValues("x-godwit-provider").Single());
        Assert.Contains("end_turn", text, StringComparison.Ordinal);
        Assert.Equal(2, (await gateway.RecordOf(response)).Attempts.Count);
    }

    [Fact]
    public async Task An_answer_that_is_collected_and_fails_half_way_is_not_given_for_a_whole_one()
    {
        await using var raw = new RawProvider(
            """
            HTTP/1.1 200 OK
            Content-Type: text/event-stream
            Connection: close
            """,
            """
            data: {"choices":[{"index":0,"delta":{"content":"half"}}]}

            data: {"error":{"message":"boom","type":"server_error","code":"server_error"}}


            """);
        gateway.PublishRaw(raw.Address);
        using var response = await MessagesAsync("raw-first", "");
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal("openai", response.Headers.GetValues("x-godwit-provider").Single());
        Assert.DoesNotContain("half", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stream_cut:after_chunks=2")]
    [InlineData("stream_stall:after_chunks=2")]
    public async Task A_stream_that_breaks_off_ends_with_an_error_of_the_dialect_and_never_looks_whole(string fault)
    {
        Inject("openai", fault);
        using var response = await MessagesAsync("only-openai", ""","stream":true""");
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("message_stop", text, StringComparison.Ordinal);
        Assert.StartsWith("event: error\n", text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^1]);
        Assert.Equal(RequestEnding.ProviderCut, (await gateway.RecordOf(response)).Ending);
    }

    [Fact]
    public async Task A_providers_error_is_told_in_the_clients_dialect()
    {
        Inject("openai", "rate_limit:retry_after=7s");
        using var response = await MessagesAsync("only-openai", "");
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
        Assert.Equal(("error", "rate_limit_error"), (Text(body, "type"), Text(body, "error", "type")));
        var record = await gateway.RecordOf(response);
        Assert.Equal((429, FailureClass.RateLimit), (record.Status, record.Attempts[0].Failure));
    }

    [Theory]
    [InlineData("/v1/messages", "prompt is too long: This model's maximum", "context_length_exceeded")]
    [InlineData("/v1/responses", "This model's maximum context length is", "context_length_exceeded")]
    [InlineData(
        "/v1beta/models/only-openai:generateContent", "exceeds the maximum number of tokens allowed. This",
        "CONTEXT_LENGTH_EXCEEDED")]
    public async Task A_context_that_is_too_long_is_told_in_the_words_that_the_dialects_clients_look_for(
        string path, string words, string code)
    {
        Inject("openai", "context_length");
        using var response = await gateway.PostAsync(path, path switch
        {
            "/v1/messages" => """{"model":"only-openai","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}""",
            "/v1/responses" => """{"model":"only-openai","input":"Hi"}""",
            _ => """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}""",
        });
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.Contains($"\"{code}\"", text, StringComparison.Ordinal);
        Assert.Equal(FailureClass.ContextLength, (await gateway.RecordOf(response)).Attempts[0].Failure);
    }

    [Fact]
    public async Task A_strict_route_refuses_what_would_be_lost_by_name_and_serves_the_rest()
    {
        using var refused = await MessagesAsync("strict", ""","top_k":5""");
        var text = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("'top_k' can't be sent to openai/gpt-4o", text, StringComparison.Ordinal);
        var record = await gateway.RecordOf(refused);
        Assert.Equal(("translation_would_lose", 0), (record.ErrorCode, record.Attempts.Count));

        using var served = await MessagesAsync("strict", "");
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Fact]
    public async Task Reasoning_that_another_dialects_provider_sealed_does_not_reach_one_of_the_clients_own()
    {
        const string thought = """{"type":"reasoning.encrypted","data":"gdw1.a.c2VhbA==","index":0}""";
        using var response = await gateway.PostAsync(
            "/v1/chat/completions",
            $$"""
            {"model":"only-openai","logit_bias":{"1":2},"messages":[{"role":"user","content":"Hi"},
             {"role":"assistant","content":"Hm.","reasoning_details":[{{thought}}]},{"role":"user","content":"So?"}]}
            """);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            "dropped=messages[1].reasoning_details[0]", response.Headers.GetValues("x-godwit-loss").Single());
        var sent = gateway.Simulator.Requests[^1].BodyText;
        Assert.DoesNotContain("gdw1", sent, StringComparison.Ordinal);
        Assert.Contains("logit_bias", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_what_pieces_a_call_is_streamed_is_nothing_that_could_be_lost()
    {
        using var response = await MessagesAsync(
            "strict", ""","tools":[{"name":"f","input_schema":{"type":"object"},"eager_input_streaming":true}]""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("", response.Headers.GetValues("x-godwit-loss").Single());
    }

    [Theory]
    [InlineData(""","messages":7""", "messages")]
    [InlineData(""","messages":[{"role":"user","content":[{"type":"text","text":7}]}]""", "messages[0].content[0].text")]
    public async Task What_can_not_be_read_is_refused_by_its_path(string members, string path)
    {
        using var response = await gateway.PostAsync(
            "/v1/messages", $$"""{"model":"only-openai","max_tokens":9{{members}}}""");
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"'{path}'", text, StringComparison.Ordinal);
        Assert.Empty((await gateway.RecordOf(response)).Attempts);
    }

    [Theory]
    [InlineData("generateContent", "\"finishReason\"")]
    [InlineData("streamGenerateContent?alt=sse", "data: {")]
    public async Task Geminis_clients_name_the_model_in_the_path(string method, string expected)
    {
        const string body = """{"contents":[{"role":"user","parts":[{"text":"Hello"}]}]}""";
        using var response = await gateway.PostAsync(
            $"/v1beta/models/only-openai:{method}", body, keyHeader: "x-goog-api-key");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(expected, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("only-openai", (await gateway.RecordOf(response)).RequestModel);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","model":"only-openai","stream":true""")]
    public async Task Azures_clients_name_the_model_in_the_path_and_are_spliced(string members)
    {
        using var response = await gateway.PostAsync(
            "/openai/deployments/only-openai/chat/completions?api-version=2024-10-21",
            $$"""{"messages":[{"role":"user","content":"Hello"}]{{members}}}""", keyHeader: "api-key");
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("\"model\":\"gpt-4o\"", text, StringComparison.Ordinal);
        Assert.Equal("", response.Headers.GetValues("x-godwit-loss").Single());
    }

    [Fact]
    public async Task A_territory_refusal_is_told_in_each_dialect()
    {
        gateway.Publish(TerritoryAction.Refuse);
        using var anthropic = await MessagesAsync("only-openai", "", from: GatewayFixture.China);
        using var gemini = await gateway.PostAsync(
            "/v1beta/models/only-openai:generateContent", """{"contents":[]}""", GatewayFixture.China);
        Assert.Contains("permission_error", await anthropic.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("FAILED_PRECONDITION", await gemini.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> MessagesAsync(
        string model, string members, string? keyHeader = null, string from = GatewayFixture.America) =>
        gateway.PostAsync(
            "/v1/messages",
            $$"""{"model":"{{model}}","max_tokens":200,"messages":[{"role":"user","content":"Hello"}]{{members}}}""",
            from, keyHeader);

    private void Inject(string provider, string text)
    {
        Assert.True(Fault.TryParse(text, out var fault, out var error), error);
        gateway.Simulator.Faults.SetFor(provider, [fault!]);
    }

    private static string? Text(JsonDocument body, params string[] path) =>
        path.Aggregate(body.RootElement, (element, name) => element.GetProperty(name)).GetString();
}
