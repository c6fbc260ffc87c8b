using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Platform;

/// <summary>Realtime sessions through the running executable.</summary>
[Collection(PlatformGroup.Name)]
public sealed class RealtimeTests(PlatformFixture platform)
{
    [Fact]
    public async Task A_session_of_the_npm_SDK_is_relayed_both_ways()
    {
        var seen = await platform.Contoso.RunAsync("platform", "realtime");

        Assert.Contains("session.created", seen.Texts("events"));
        Assert.Contains("session.updated", seen.Texts("events"));
        Assert.Contains("response.done", seen.Texts("events"));
        Assert.NotEmpty(seen.Text("words"));
        Assert.Equal(1000, seen.GetProperty("closed").GetInt32());
        await Eventually.ReadAsync(
            () => platform.Server.ReadAsync("requests?limit=1000"),
            requests => requests.GetProperty("items").EnumerateArray().Any(r =>
                r.TryGetProperty("operation", out var o) && o.GetString() == "realtime"
                && r.TryGetProperty("usage", out var usage)
                && usage.TryGetProperty("output_tokens", out var tokens) && tokens.GetInt64() > 0));
    }

    [Fact]
    public async Task A_model_that_does_not_exist_is_refused_before_the_handshake()
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Authorization", $"Bearer {platform.Contoso.ApiKey}");
        socket.Options.SetRequestHeader("X-Forwarded-For", Caller.InUnitedStates);
        var uri = new UriBuilder(platform.Server.ClientUri)
        {
            Scheme = "ws", Path = "/v1/realtime", Query = "model=nope",
        };

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(uri.Uri, CancellationToken.None));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, socket.HttpStatusCode);
    }

    [Fact]
    public async Task A_policy_that_cuts_ends_a_session_under_way_and_says_so()
    {
        var from = DateTimeOffset.UtcNow.AddSeconds(25);
        await using var server = await GodwitServer.StartAsync(TestConfig.Serve(
            TestConfig.Owner() + TestConfig.Provider("openai", "openai", platform.OpenAI.Address) + $$"""
            kind: TerritoryPolicy
            name: no-realtime-in-china
            spec:
              scope: { providers: [openai], surfaces: [realtime] }
              serves: { exclude: [CN] }
              unserved: refuse
              streams: cut
              effective: { from: {{from:yyyy-MM-ddTHH:mm:ssZ}} }
            ---

            """));
        var key = await server.CreateKeyAsync("talk", TestConfig.Project);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        socket.Options.SetRequestHeader("X-Forwarded-For", Caller.InChina);
        var uri = new UriBuilder(server.ClientUri)
        {
            Scheme = "ws", Path = "/v1/realtime", Query = "model=gpt-realtime",
        };
        await socket.ConnectAsync(uri.Uri, CancellationToken.None);

        var last = "";
        while (await ReceiveAsync(socket) is { } message)
        {
            last = message;
        }

        using var error = JsonDocument.Parse(last);
        Assert.Equal("policy_stream_cut", error.RootElement.GetProperty("error").Text("code"));
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
    }

    private static async Task<string?> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += received.Count;
            if (received.EndOfMessage)
            {
                return Encoding.UTF8.GetString(buffer, 0, length);
            }
        }
    }
}
