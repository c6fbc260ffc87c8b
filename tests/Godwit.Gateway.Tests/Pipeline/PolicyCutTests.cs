using System.Net;
using System.Text.Json;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Simulator;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>Answers that are under way when a policy begins to exclude their caller.</summary>
public sealed class PolicyCutTests : IAsyncLifetime
{
    private static readonly DateTimeOffset CutOff = new(2026, 7, 9, 0, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider time = new(CutOff.AddMilliseconds(-500));
    private readonly GatewayFixture gateway;

    public PolicyCutTests() => gateway = new GatewayFixture { Time = time };

    public ValueTask InitializeAsync() => gateway.InitializeAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task A_stream_is_cut_at_the_instant_and_says_by_which_policy()
    {
        gateway.Publish(Policy(TerritoryStreams.Cut));
        Inject("stream_stall:after_chunks=2");
        using var response = await gateway.ChatAsync(Chat("only-openai", stream: true), GatewayFixture.China);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.StartsWith("data: ", await reader.ReadLineAsync(), StringComparison.Ordinal);

        time.Advance(TimeSpan.FromMilliseconds(501));

        var rest = await reader.ReadToEndAsync();
        Assert.DoesNotContain("[DONE]", rest, StringComparison.Ordinal);
        var last = rest.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^1].Trim();
        using var error = JsonDocument.Parse(last["data: ".Length..]);
        Assert.Equal("policy_stream_cut", error.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("'openai-territories'", last, StringComparison.Ordinal);
        var record = await gateway.RecordOf(response);
        Assert.Equal((RequestEnding.PolicyCut, 200, null), (record.Ending, record.Status, record.Attempts[0].Failure));
        await AbortedAsync();
    }

    [Fact]
    public async Task A_stream_that_may_finish_outlasts_the_instant()
    {
        gateway.Publish(Policy(TerritoryStreams.Finish));
        Inject("stream_stall:after_chunks=2");
        using var response = await gateway.ChatAsync(Chat("only-openai", stream: true), GatewayFixture.China);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        // Past the instant, and on to the end of the provider's own time.
        Assert.Contains("provider_stream_cut", await ReadWhileTimePassesAsync(reader), StringComparison.Ordinal);
        Assert.Equal(RequestEnding.ProviderCut, (await gateway.RecordOf(response)).Ending);
    }

    [Theory]
    [InlineData("gpt-4o", HttpStatusCode.OK, RequestDecision.Rerouted)]
    [InlineData("only-openai", HttpStatusCode.Forbidden, RequestDecision.Refused)]
    public async Task Before_anything_was_sent_it_is_decided_anew(
        string model, HttpStatusCode status, RequestDecision decision)
    {
        gateway.Publish(Policy(TerritoryStreams.Cut));
        Inject("silent");
        var answering = gateway.ChatAsync(Chat(model, stream: false), GatewayFixture.China);
        await UntilAsync(() => gateway.Simulator.Requests.Count == 1);

        time.Advance(TimeSpan.FromMilliseconds(501));

        using var response = await answering;
        Assert.Equal(status, response.StatusCode);
        var record = await gateway.RecordOf(response);
        Assert.Equal((decision, "territory_not_served", CutOff), (record.Decision, record.Reason, record.DecidedAt));
        Assert.Null(record.Attempts[0].Failure);
        Assert.False(response.Headers.Contains("Sunset"));
        await AbortedAsync();
    }

    [Fact]
    public async Task A_stream_of_a_caller_who_stays_served_goes_on()
    {
        gateway.Publish(Policy(TerritoryStreams.Cut));
        Inject("stream_stall:after_chunks=2");
        using var response = await gateway.ChatAsync(Chat("only-openai", stream: true));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Contains("provider_stream_cut", await ReadWhileTimePassesAsync(reader), StringComparison.Ordinal);
    }

    private static TerritoryPolicyConfig Policy(TerritoryStreams streams) => new()
    {
        Scope = new() { Providers = ["openai"] },
        Serves = new() { Exclude = ["CN"] },
        Unserved = TerritoryAction.Reroute,
        NoticeFrom = CutOff.AddDays(-1),
        Effective = new() { From = CutOff },
        Streams = streams,
    };

    private static string Chat(string model, bool stream) =>
        $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hello"}]}""";

    private void Inject(string text)
    {
        Assert.True(Fault.TryParse(text, out var fault, out var error), error);
        gateway.Simulator.Faults.SetFor("openai", [fault!]);
    }

    private async Task<string> ReadWhileTimePassesAsync(StreamReader reader)
    {
        var reading = reader.ReadToEndAsync();
        await UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            return reading.IsCompleted;
        });
        return await reading;
    }

    private Task AbortedAsync() => UntilAsync(() => gateway.Simulator.Requests[0].Aborted);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
