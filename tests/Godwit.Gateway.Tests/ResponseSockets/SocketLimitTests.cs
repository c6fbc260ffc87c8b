using System.Net.WebSockets;
using Godwit.Gateway.Tests.Pipeline;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Simulator;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Gateway.Tests.ResponseSockets;

/// <summary>What ends a connection beside its client.</summary>
public sealed class SocketLimitTests : IAsyncLifetime
{
    private static readonly DateTimeOffset CutOff = new(2026, 7, 9, 0, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider time = new(CutOff.AddMinutes(-90));
    private readonly GatewayFixture gateway;

    public SocketLimitTests() => gateway = new GatewayFixture { Time = time };

    public ValueTask InitializeAsync() => gateway.InitializeAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task After_an_hour_a_connection_says_so_and_ends()
    {
        using var client = await SocketClient.ConnectAsync(gateway);
        // The first answer shows that the connection's time has begun.
        _ = await client.TurnAsync(""" "model":"only-openai","input":"Hello." """);
        time.Advance(TimeSpan.FromMinutes(59));
        var events = await client.TurnAsync(""" "model":"only-openai","input":"Hello." """);
        Assert.Equal("response.completed", events[^1].GetProperty("type").GetString());

        time.Advance(TimeSpan.FromMinutes(2));

        var error = (await client.ReadAsync())!.Value;
        Assert.Equal(400, error.GetProperty("status").GetInt32());
        Assert.Equal(
            "websocket_connection_limit_reached", error.GetProperty("error").GetProperty("code").GetString());
        Assert.Null(await client.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
    }

    [Fact]
    public async Task A_policy_that_cuts_ends_the_turn_and_the_connection()
    {
        time.Advance(TimeSpan.FromMinutes(90) - TimeSpan.FromMilliseconds(500));
        gateway.Publish(new TerritoryPolicyConfig
        {
            Scope = new() { Providers = ["openai"] },
            Serves = new() { Exclude = ["CN"] },
            Unserved = TerritoryAction.Refuse,
            Effective = new() { From = CutOff },
            Streams = TerritoryStreams.Cut,
        });
        Assert.True(Fault.TryParse("stream_stall:after_chunks=2", out var fault, out _));
        gateway.Simulator.Faults.SetFor("openai", [fault!]);
        using var client = await SocketClient.ConnectAsync(gateway, GatewayFixture.China);
        await client.SendAsync("""{"type":"response.create","model":"only-openai","input":"Hello."}""");
        Assert.Equal("response.created", (await client.ReadAsync())!.Value.GetProperty("type").GetString());

        time.Advance(TimeSpan.FromMilliseconds(501));

        var last = "";
        while (await client.ReadAsync() is { } next)
            last = next.GetRawText();
        Assert.Contains("policy_stream_cut", last, StringComparison.Ordinal);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, client.CloseStatus);
        var record = await gateway.RecordAsync(r => r.Ending == RequestEnding.PolicyCut);
        Assert.Equal(200, record.Status);
    }

    [Fact]
    public async Task A_key_that_was_revoked_meanwhile_is_refused_at_the_next_turn()
    {
        using var client = await SocketClient.ConnectAsync(gateway);
        gateway.PublishWithoutKeys();

        var events = await client.TurnAsync(""" "model":"only-openai","input":"Hello." """);

        Assert.Equal(401, events[0].GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_gateway_that_stops_lets_idle_connections_go_at_once()
    {
        using var client = await SocketClient.ConnectAsync(gateway);
        var stopping = gateway.StopListeningAsync();

        Assert.Null(await client.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, client.CloseStatus);
        await client.CloseAsync();
        await stopping;
    }
}
