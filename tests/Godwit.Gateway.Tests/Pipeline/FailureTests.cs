using System.Net;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Simulator;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>Providers that fail, stall and lie, and clients that go away.</summary>
public sealed class FailureTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>, IAsyncLifetime
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

    [Theory]
    [InlineData("rate_limit", FailureClass.RateLimit)]
    [InlineData("server_error", FailureClass.ServerError)]
    [InlineData("unavailable", FailureClass.Overloaded)]
    [InlineData("bad_key", FailureClass.Auth)]
    [InlineData("region_refusal", FailureClass.RegionRefusal)]
    [InlineData("reset", FailureClass.Connection)]
    [InlineData("silent", FailureClass.Timeout)]
    public async Task A_failing_target_is_followed_by_the_next_and_both_attempts_are_recorded(
        string fault, FailureClass expected)
    {
        Inject("openai", fault);
        using var response = await gateway.ChatAsync(Chat("with-fallback"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("qwen", response.Headers.GetValues("x-godwit-provider").Single());
        Assert.Equal("2", response.Headers.GetValues("x-godwit-attempts").Single());
        var record = await gateway.RecordOf(response);
        Assert.Equal(["openai", "qwen"], record.Attempts.Select(a => a.Provider));
        Assert.Equal(expected, record.Attempts[0].Failure);
        Assert.Null(record.Attempts[1].Failure);
    }

    [Theory]
    [InlineData("rate_limit:retry_after=7s", 429, "rate_limit_exceeded")]
    [InlineData("context_length", 400, "context_length_exceeded")]
    [InlineData("bad_key", 502, "provider_credential_refused")]
    [InlineData("region_refusal", 403, "unsupported_country_region_territory")]
    [InlineData("reset", 502, "provider_unreachable")]
    [InlineData("silent", 504, "provider_timeout")]
    public async Task With_nowhere_else_to_go_the_client_gets_the_providers_error_or_an_honest_one(
        string fault, int status, string code)
    {
        Inject("openai", fault);
        using var response = await gateway.ChatAsync(Chat("only-openai"));
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(
            (status, code),
            ((int)response.StatusCode, body.RootElement.GetProperty("error").GetProperty("code").GetString()));
        var record = await gateway.RecordOf(response);
        Assert.Equal(status, record.Status);
        Assert.Single(record.Attempts);
        Assert.Equal(fault.StartsWith("rate", StringComparison.Ordinal),
            response.Headers.RetryAfter?.Delta == TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_provider_that_refuses_the_region_itself_is_believed_and_the_unserved_callers_target_answers()
    {
        Inject("openai", "region_refusal");
        using var response = await gateway.ChatAsync(Chat("gpt-4o"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var record = await gateway.RecordOf(response);
        Assert.Equal(("qwen", RequestDecision.Rerouted), (record.Provider, record.Decision));
        Assert.Equal(("provider_refused", "openai-territories@1"), (record.Reason, record.Policy));
        Assert.Equal("openai-territories@1", record.Attempts[0].PolicyBehind);
        Assert.Contains(gateway.Logged.Lines, line => line.Contains("policy is behind", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_by_the_provider_itself_that_nothing_can_serve_is_typed_and_names_what_can_be_used()
    {
        Inject("openai", "region_refusal");
        using var response = await gateway.ChatAsync(Chat("only-openai"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("the provider openai itself refused to serve only-openai", text, StringComparison.Ordinal);
        Assert.Matches("From here you can use: .*with-fallback", text);
        Assert.Equal("refused", response.Headers.GetValues("x-godwit-decision").Single());
        var record = await gateway.RecordOf(response);
        Assert.Equal(
            (RequestDecision.Refused, "provider_refused", "openai-territories@1"),
            (record.Decision, record.Reason, record.Policy));
    }

    [Fact]
    public async Task A_request_with_a_file_goes_to_nobody_but_who_keeps_it_even_when_that_one_refuses_the_region()
    {
        Inject("openai", "region_refusal");
        var file = gateway.FileAt("openai", "file-native");
        using var response = await gateway.ChatAsync($$$"""
            {"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"{{{file}}}"}}]}]}
            """);
        var record = await gateway.RecordOf(response);
        Assert.Equal(["openai"], record.Attempts.Select(a => a.Provider));
        Assert.Equal((400, "kept_elsewhere"), (record.Status, record.ErrorCode));
    }

    [Fact]
    public async Task What_every_target_would_refuse_is_sent_to_one_only()
    {
        Inject("openai", "content_filter");
        using var response = await gateway.ChatAsync(Chat("with-fallback"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Single((await gateway.RecordOf(response)).Attempts);
    }

    [Theory]
    [InlineData("stream_cut:after_chunks=2")]
    [InlineData("stream_stall:after_chunks=2")]
    public async Task A_stream_that_breaks_off_ends_with_an_error_and_never_looks_whole(string fault)
    {
        Inject("openai", fault);
        using var response = await gateway.ChatAsync(Chat("only-openai", stream: true));
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"finish_reason\":\"stop\"", text, StringComparison.Ordinal);
        var last = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^1];
        using var error = JsonDocument.Parse(last["data: ".Length..]);
        Assert.Equal("provider_stream_cut", error.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(RequestEnding.ProviderCut, (await gateway.RecordOf(response)).Ending);
    }

    [Theory]
    [InlineData("no_done")]
    [InlineData("comments")]
    [InlineData("crlf")]
    [InlineData("no_space")]
    [InlineData("split_utf8")]
    [InlineData("gzip")]
    [InlineData("bad_event")]
    [InlineData("huge_chunk")]
    public async Task A_stream_with_odd_manners_arrives_whole_and_is_counted(string fault)
    {
        Inject("openai", fault);
        using var response = await gateway.ChatAsync(Chat("only-openai", stream: true));
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("\"finish_reason\":\"stop\"", text, StringComparison.Ordinal);
        var record = await gateway.RecordOf(response);
        Assert.Equal((RequestEnding.Completed, true), (record.Ending, record.Usage.OutputTokens > 0));
    }

    [Fact]
    public async Task An_error_inside_an_answer_with_status_200_is_passed_on_and_recorded_as_a_failure()
    {
        Inject("openai", "error_in_200");
        using var response = await gateway.ChatAsync(Chat("only-openai"));
        Assert.Contains("\"error\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull((await gateway.RecordOf(response)).Attempts[0].Failure);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        Inject("openai", "redirect");
        using var response = await gateway.ChatAsync(Chat("only-openai"));
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("provider_redirected", (await gateway.RecordOf(response)).ErrorCode);
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_the_providers_work_and_what_was_used_is_recorded()
    {
        Inject("openai", "stream_stall:after_chunks=2");
        using var response = await gateway.ChatAsync(Chat("only-openai", stream: true));
        var id = Guid.Parse(response.Headers.GetValues("x-godwit-request-id").Single());
        response.Dispose();
        var record = await gateway.RecordAsync(r => r.Id == id);
        Assert.Equal(RequestEnding.ClientGone, record.Ending);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!gateway.Simulator.Requests[^1].Aborted)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static string Chat(string model, bool stream = false) =>
        $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Tell me about birds"}]}""";

    private void Inject(string provider, string text)
    {
        Assert.True(Fault.TryParse(text, out var fault, out var error), error);
        gateway.Simulator.Faults.SetFor(provider, [fault!]);
    }
}
