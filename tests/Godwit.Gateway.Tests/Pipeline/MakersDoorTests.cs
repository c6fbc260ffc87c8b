using System.Net;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Simulator;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>Clients before providers that speak a dialect of their own, which no client does.</summary>
public sealed class MakersDoorTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>, IAsyncLifetime
{
    private const string DashScopePath = "/api/v1/services/aigc/text-generation/generation";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        gateway.Simulator.Faults.Clear();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(Dialect.BedrockConverse, "", false)]
    [InlineData(Dialect.BedrockConverse, "", true)]
    [InlineData(Dialect.SenseNovaNative, "/v1/llm/chat-completions", false)]
    [InlineData(Dialect.SenseNovaNative, "/v1/llm/chat-completions", true)]
    [InlineData(Dialect.DashScopeNative, DashScopePath, false)]
    [InlineData(Dialect.DashScopeNative, DashScopePath, true)]
    public async Task An_answer_comes_as_the_clients_dialect_has_it_and_is_counted(
        Dialect dialect, string path, bool stream)
    {
        gateway.PublishMaker(dialect, path);
        using var response = await AskAsync(stream);
        var text = await response.Content.ReadAsStringAsync();

        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        Assert.Contains("\"finish_reason\":\"stop\"", text, StringComparison.Ordinal);
        Assert.Equal(stream, text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal));
        var record = await gateway.RecordOf(response);
        Assert.Equal((RequestEnding.Completed, stream), (record.Ending, record.Streamed));
        Assert.True(record.Usage.InputTokens > 0 && record.Usage.OutputTokens > 0);
    }

    [Theory]
    [InlineData(Dialect.BedrockConverse, "", "rate_limit", FailureClass.RateLimit)]
    [InlineData(Dialect.BedrockConverse, "", "region_refusal", FailureClass.RegionRefusal)]
    [InlineData(Dialect.BedrockConverse, "", "unavailable", FailureClass.Overloaded)]
    [InlineData(Dialect.DashScopeNative, DashScopePath, "content_filter", FailureClass.ContentFilter)]
    [InlineData(Dialect.DashScopeNative, DashScopePath, "rate_limit", FailureClass.RateLimit)]
    [InlineData(Dialect.SenseNovaNative, "/v1/llm/chat-completions", "server_error", FailureClass.ServerError)]
    public async Task A_failure_is_recorded_for_what_it_is(
        Dialect dialect, string path, string fault, FailureClass meaning)
    {
        gateway.PublishMaker(dialect, path);
        Assert.True(Fault.TryParse(fault, out var parsed, out var error), error);
        gateway.Simulator.Faults.SetFor("makers", [parsed!]);
        using var response = await AskAsync(stream: true);

        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(meaning, (await gateway.RecordOf(response)).Attempts[0].Failure);
    }

    [Fact]
    public async Task A_binary_stream_that_breaks_off_never_looks_whole()
    {
        gateway.PublishMaker(Dialect.BedrockConverse, "");
        Assert.True(Fault.TryParse("stream_cut:after_chunks=2", out var fault, out _));
        gateway.Simulator.Faults.SetFor("makers", [fault!]);
        using var response = await AskAsync(stream: true);
        var text = await response.Content.ReadAsStringAsync();

        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.Contains("\"error\"", text, StringComparison.Ordinal);
        Assert.Equal(RequestEnding.ProviderCut, (await gateway.RecordOf(response)).Ending);
    }

    private Task<HttpResponseMessage> AskAsync(bool stream) => gateway.PostAsync(
        "/v1/chat/completions",
        $$"""
        {"model":"maker","messages":[{"role":"user","content":"What is a godwit?"}],"stream":{{(stream ? "true" : "false")}}}
        """);
}
