using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Godwit.Gateway.Tests.Pipeline;
using Godwit.Policy.Contracts;
using Godwit.Simulator;
using Xunit;

namespace Godwit.Gateway.Tests.ResponseSockets;

/// <summary>Responses over a WebSocket: turns, what they go on with, and what is refused.</summary>
public sealed class ResponseSocketTests : IClassFixture<ResponseStateTests.Fixture>
{
    private readonly GatewayFixture gateway;

    public ResponseSocketTests(ResponseStateTests.Fixture fixture)
    {
        gateway = fixture.Gateway;
        gateway.Simulator.Faults.SetFor("openai", []);
        gateway.ForgetLimits();
        gateway.PublishResponses();
    }

    // Of a provider that speaks Responses, and of one that does not.
    public static TheoryData<string> Models => ["gpt-r", "only-openai"];

    [Theory, MemberData(nameof(Models))]
    public async Task A_turn_has_the_events_of_a_stream(string model)
    {
        using var client = await SocketClient.ConnectAsync(gateway);
        var events = await client.TurnAsync($$"""  "model":"{{model}}","input":"Hello." """);

        Assert.Equal("response.created", events[0].GetProperty("type").GetString());
        Assert.Equal("response.completed", events[^1].GetProperty("type").GetString());
        Assert.Equal(
            Enumerable.Range(0, events.Count), events.Select(e => e.GetProperty("sequence_number").GetInt32()));
        Assert.Contains(events, e => e.GetProperty("type").GetString() == "response.output_text.delta");
        Assert.StartsWith("resp_", IdOf(events), StringComparison.Ordinal);
        Assert.DoesNotContain(events, e => e.TryGetProperty("stream_id", out _));
    }

    [Theory, MemberData(nameof(Models))]
    public async Task Each_turn_is_a_request_with_a_record_of_its_own(string model)
    {
        using var client = await SocketClient.ConnectAsync(gateway);
        var before = gateway.Simulator.Requests.Count;
        var first = await client.TurnAsync($$"""  "model":"{{model}}","input":"One." """);
        var second = await client.TurnAsync(
            $$"""  "model":"{{model}}","previous_response_id":"{{IdOf(first)}}","input":"Two." """);

        Assert.Equal("response.completed", second[^1].GetProperty("type").GetString());
        Assert.Equal(
            IdOf(first), second[^1].GetProperty("response").GetProperty("previous_response_id").GetString());
        Assert.Equal(before + 2, gateway.Simulator.Requests.Count);
        var sent = JsonDocument.Parse(gateway.Simulator.Requests[^1].Body).RootElement;
        Assert.True(sent.GetProperty("stream").GetBoolean());
        Assert.False(sent.TryGetProperty("type", out _));
        var record = await gateway.RecordAsync(r => r.RequestModel == model && r.Usage.InputTokens > 0 && r.Streamed);
        Assert.Equal((200, RequestEnding.Completed), (record.Status, record.Ending));
        Assert.Single(record.Attempts);
        Assert.True(record.Usage.OutputTokens > 0);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task What_is_kept_nowhere_is_gone_on_with_on_its_own_connection_alone(string model)
    {
        using var client = await SocketClient.ConnectAsync(gateway);
        var first = await client.TurnAsync($$"""  "model":"{{model}}","store":false,"input":"My name is Ada." """);
        var second = await client.TurnAsync(
            $$"""  "model":"{{model}}","store":false,"previous_response_id":"{{IdOf(first)}}","input":"And I?" """);
        var sent = gateway.Simulator.Requests[^1].BodyText;
        var third = await client.TurnAsync(
            $$"""  "model":"{{model}}","store":false,"previous_response_id":"{{IdOf(second)}}","input":"So?" """);
        using var other = await SocketClient.ConnectAsync(gateway);
        var refused = await other.TurnAsync(
            $$"""  "model":"{{model}}","store":false,"previous_response_id":"{{IdOf(second)}}","input":"So?" """);

        Assert.Contains("My name is Ada.", sent, StringComparison.Ordinal);
        Assert.Contains("And I?", sent, StringComparison.Ordinal);
        Assert.Contains("\"assistant\"", sent, StringComparison.Ordinal);
        Assert.Equal("response.completed", third[^1].GetProperty("type").GetString());
        AssertError(refused, 400, "previous_response_not_found", "previous_response_id");
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_warm_up_asks_no_provider_and_can_be_gone_on_with(string model)
    {
        using var client = await SocketClient.ConnectAsync(gateway);
        var before = gateway.Simulator.Requests.Count;
        var warm = await client.TurnAsync(
            $$"""  "model":"{{model}}","store":false,"generate":false,"input":"My name is Ada." """);
        var asked = gateway.Simulator.Requests.Count - before;
        var next = await client.TurnAsync(
            $$"""  "model":"{{model}}","store":false,"previous_response_id":"{{IdOf(warm)}}","input":"And I?" """);

        Assert.Equal(0, asked);
        Assert.Equal("response.completed", warm[^1].GetProperty("type").GetString());
        Assert.Equal(0, warm[^1].GetProperty("response").GetProperty("output").GetArrayLength());
        Assert.Equal("response.completed", next[^1].GetProperty("type").GetString());
        Assert.Contains("My name is Ada.", gateway.Simulator.Requests[^1].BodyText, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_warm_up_needs_no_input(string model)
    {
        using var client = await SocketClient.ConnectAsync(gateway);
        var warm = await client.TurnAsync($$"""  "model":"{{model}}","generate":false,"input":[] """);
        var next = await client.TurnAsync(
            $$"""  "model":"{{model}}","previous_response_id":"{{IdOf(warm)}}","input":"Hello." """);

        Assert.Equal("response.completed", next[^1].GetProperty("type").GetString());
        Assert.Equal(IdOf(warm), next[^1].GetProperty("response").GetProperty("previous_response_id").GetString());
    }

    [Fact]
    public async Task A_named_stream_is_named_by_every_event()
    {
        using var client = await SocketClient.ConnectAsync(gateway);
        var events = await client.TurnAsync(""" "model":"gpt-r","stream_id":"agent_1","input":"Hello." """);
        var error = await client.TurnAsync(""" "model":"nope","stream_id":"agent_1","input":"Hello." """);

        Assert.All(events.Concat(error), e => Assert.Equal("agent_1", e.GetProperty("stream_id").GetString()));
        Assert.DoesNotContain("stream_id", gateway.Simulator.Requests[^1].BodyText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"response.create","model":"nope","input":"x"}""", 404, "model_not_found", "model")]
    [InlineData("""{"type":"response.create","input":"x"}""", 400, "missing_required_parameter", "model")]
    [InlineData("""{"type":"response.create","model":"gpt-r","model":"gpt-r"}""", 400, "duplicate_parameter", "model")]
    [InlineData("""{"type":"response.create","type":"x","model":"gpt-r"}""", 400, "duplicate_parameter", "type")]
    [InlineData("""{"type":"response.cancel"}""", 400, "unsupported_event", "type")]
    [InlineData("""{"type":7,"model":"gpt-r"}""", 400, "unsupported_event", "type")]
    [InlineData("""{"model":"gpt-r","input":"x"}""", 400, "unsupported_event", "type")]
    [InlineData("""{"type":"response.create","model":"gpt-r","background":true}""", 400, "invalid_value", "background")]
    [InlineData("""{"type":"response.create","model":"gpt-r","generate":1}""", 400, "invalid_type", "generate")]
    [InlineData("""{"type":"response.create","model":"gpt-r","stream_id":""}""", 400, "invalid_stream_id", "stream_id")]
    [InlineData(
        """{"type":"response.create","model":"gpt-r","stream_id":"a b"}""", 400, "invalid_stream_id", "stream_id")]
    [InlineData("""{"type":"response.create","model":"gpt-r","stream_id":[]}""", 400, "invalid_stream_id", "stream_id")]
    [InlineData("""{"type":"response.create",""", 400, "invalid_json", null)]
    [InlineData(
        """{"type":"response.create","model":"nope","input\ud800":1,"typ\ud800":2}""", 404, "model_not_found", "model")]
    [InlineData("", 400, "invalid_json", null)]
    [InlineData("7", 400, "invalid_json", null)]
    [InlineData("""{"type":"response.create","model":"gpt-r","input":"x"} {}""", 400, "invalid_json", null)]
    public async Task What_is_no_request_is_told_and_the_connection_goes_on(
        string message, int status, string code, string? param)
    {
        using var client = await SocketClient.ConnectAsync(gateway);
        await client.SendAsync(message);
        AssertError([(await client.ReadAsync())!.Value], status, code, param);

        var events = await client.TurnAsync(""" "model":"gpt-r","input":"Hello." """);
        Assert.Equal("response.completed", events[^1].GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_caller_who_may_not_be_served_is_refused_turn_by_turn()
    {
        using var client = await SocketClient.ConnectAsync(gateway, GatewayFixture.China);
        var refused = await client.TurnAsync(""" "model":"gpt-r","input":"Hello." """);
        var served = await client.TurnAsync(""" "model":"only-openai","input":"Hello." """);

        AssertError(refused, 403, "unsupported_country_region_territory", null);
        Assert.Equal("response.completed", served[^1].GetProperty("type").GetString());
        var id = refused[0].GetProperty("error").GetProperty("headers").GetProperty("x-godwit-request-id").GetString()!;
        var record = await gateway.RecordAsync(r => r.Id == Guid.Parse(id));
        Assert.Equal((RequestDecision.Refused, 403), (record.Decision, record.Status));
    }

    [Fact]
    public async Task A_provider_s_own_error_and_its_wait_are_told()
    {
        using var client = await SocketClient.ConnectAsync(gateway);
        Inject("rate_limit:retry_after=7");
        var error = await client.TurnAsync(""" "model":"gpt-r","input":"Hello." """);

        Assert.Equal(429, error[0].GetProperty("status").GetInt32());
        Assert.Equal("7", error[0].GetProperty("error").GetProperty("headers").GetProperty("retry-after").GetString());
    }

    [Theory, MemberData(nameof(Models))]
    public async Task An_answer_that_breaks_off_ends_with_an_error_and_the_connection_goes_on(string model)
    {
        using var client = await SocketClient.ConnectAsync(gateway);
        Inject("stream_cut:after_chunks=2");
        var events = await client.TurnAsync($$"""  "model":"{{model}}","input":"Hello." """);

        Assert.Contains("provider_stream_cut", events[^1].GetRawText(), StringComparison.Ordinal);
        gateway.Simulator.Faults.SetFor("openai", []);
        var next = await client.TurnAsync($$"""  "model":"{{model}}","input":"Hello." """);
        Assert.Equal("response.completed", next[^1].GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_client_that_leaves_ends_its_turn()
    {
        using var client = await SocketClient.ConnectAsync(gateway);
        Inject("stream_stall:after_chunks=2");
        await client.SendAsync("""{"type":"response.create","model":"gpt-r","input":"Hello."}""");
        _ = await client.ReadAsync();
        var closing = client.CloseAsync();

        var record = await gateway.RecordAsync(r => r.RequestModel == "gpt-r" && r.Ending == RequestEnding.ClientGone);
        Assert.Equal(200, record.Status);
        await closing;
    }

    [Fact]
    public async Task A_message_that_is_too_large_ends_the_connection()
    {
        using var client = await SocketClient.ConnectAsync(gateway);
        await client.SendAsync(new string(' ', (32 * 1024 * 1024) + 1));

        AssertError([(await client.ReadAsync())!.Value], 413, "request_too_large", null);
        Assert.Null(await client.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, client.CloseStatus);
    }

    [Fact]
    public async Task Turns_sent_at_once_run_one_after_another()
    {
        using var client = await SocketClient.ConnectAsync(gateway);
        for (var i = 0; i < 6; i++)
        {
            await client.SendAsync(
                $$"""{"type":"response.create","model":"gpt-r","stream_id":"s{{i}}","input":"Hello."}""");
        }

        var order = new List<string?>();
        while (order.Count(type => type == "response.completed") < 6)
            order.Add((await client.ReadAsync())!.Value.GetProperty("type").GetString());
        Assert.Equal(6, order.Count(type => type == "response.created"));
        Assert.All(
            order.Index().Where(one => one.Item == "response.created").Skip(1),
            one => Assert.Equal("response.completed", order[one.Index - 1]));
    }

    [Fact]
    public async Task Without_a_key_or_a_handshake_no_connection_is_opened()
    {
        using var plain = await gateway.Client.GetAsync("/v1/responses");
        Assert.Equal(HttpStatusCode.UpgradeRequired, plain.StatusCode);
        Assert.Contains("websocket", plain.Headers.Upgrade.ToString(), StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => SocketClient.ConnectAsync(gateway, options: _ => { }));
        Assert.Equal("401", refused.Message);
        refused = await Assert.ThrowsAsync<InvalidOperationException>(() => SocketClient.ConnectAsync(
            gateway, options: o =>
            {
                o.SetRequestHeader("Authorization", $"Bearer {GatewayFixture.Key}");
                o.SetRequestHeader("x-godwit-dry-run", "true");
            }));
        Assert.Equal("400", refused.Message);
    }

    [Fact]
    public async Task A_browser_s_key_lies_among_the_subprotocols()
    {
        using var client = await SocketClient.ConnectAsync(gateway, options: o =>
        {
            o.AddSubProtocol("responses");
            o.AddSubProtocol($"openai-insecure-api-key.{GatewayFixture.Key}");
        });
        var events = await client.TurnAsync(""" "model":"gpt-r","input":"Hello." """);
        Assert.Equal("response.completed", events[^1].GetProperty("type").GetString());
    }

    private static string IdOf(List<JsonElement> events) =>
        events[^1].GetProperty("response").GetProperty("id").GetString()!;

    private static void AssertError(List<JsonElement> events, int status, string code, string? param)
    {
        var error = Assert.Single(events);
        Assert.Equal("error", error.GetProperty("type").GetString());
        Assert.Equal(status, error.GetProperty("status").GetInt32());
        Assert.Equal(code, error.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(param, error.GetProperty("error").GetProperty("param").GetString());
    }

    private void Inject(string text)
    {
        Assert.True(Fault.TryParse(text, out var fault, out var error), error);
        gateway.Simulator.Faults.SetFor("openai", [fault!]);
    }
}
