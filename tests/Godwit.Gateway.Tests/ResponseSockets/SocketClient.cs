using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Godwit.Gateway.Tests.Pipeline;

namespace Godwit.Gateway.Tests.ResponseSockets;

/// <summary>A client of responses over a WebSocket.</summary>
internal sealed class SocketClient : IDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));

    public WebSocketCloseStatus? CloseStatus => socket.CloseStatus;

    public static async Task<SocketClient> ConnectAsync(
        GatewayFixture gateway, string from = GatewayFixture.America, Action<ClientWebSocketOptions>? options = null)
    {
        var client = new SocketClient();
        client.socket.Options.CollectHttpResponseDetails = true;
        client.socket.Options.SetRequestHeader("X-Forwarded-For", from);
        if (options is null)
            client.socket.Options.SetRequestHeader("Authorization", $"Bearer {GatewayFixture.Key}");
        options?.Invoke(client.socket.Options);
        var uri = new UriBuilder(gateway.Client.BaseAddress!) { Scheme = "ws", Path = "/v1/responses" };
        try
        {
            await client.socket.ConnectAsync(uri.Uri, client.limit.Token);
        }
        catch (WebSocketException e)
        {
            throw new InvalidOperationException($"{(int)client.socket.HttpStatusCode}", e);
        }

        return client;
    }

    /// <summary>Sends a message as it is.</summary>
    public Task SendAsync(string message) => socket.SendAsync(
        Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, limit.Token);

    /// <summary>Sends a request and gives all events of its answer, the last of which ends it.</summary>
    public async Task<List<JsonElement>> TurnAsync(string members)
    {
        await SendAsync($$"""{"type":"response.create",{{members}}}""");
        var events = new List<JsonElement>();
        while (events.Count == 0 || !IsEnd(events[^1]))
            events.Add(await ReadAsync() ?? throw new InvalidOperationException("The connection was closed."));
        return events;
    }

    /// <summary>The next event; null when the connection was closed.</summary>
    public async Task<JsonElement?> ReadAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
                return JsonDocument.Parse(message.ToArray()).RootElement;
        }
    }

    public Task CloseAsync() => socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", limit.Token);

    public void Abort() => socket.Abort();

    public void Dispose()
    {
        socket.Dispose();
        limit.Dispose();
    }

    private static bool IsEnd(JsonElement one) => one.GetProperty("type").GetString()
        is "response.completed" or "response.incomplete" or "response.failed" or "error";
}
