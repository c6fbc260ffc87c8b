using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests;

/// <summary>A WebSocket to a simulator that speaks JSON messages.</summary>
internal sealed class SocketClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256 * 1024];

    public static async Task<SocketClient> ConnectAsync(RunningSimulator simulator, string path, string query = "")
    {
        SocketClient client = new();
        client._socket.Options.SetRequestHeader("Authorization", "Bearer sk-test");
        UriBuilder address = new(simulator.Server.Address) { Scheme = "ws", Path = path, Query = query };
        await client._socket.ConnectAsync(address.Uri, CancellationToken.None);
        return client;
    }

    /// <summary>Sends a message and receives until one has one of the types.</summary>
    public async Task<List<JsonNode>> AskAsync(string message, params string[] until)
    {
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, CancellationToken.None);
        return await ReceiveAsync(until);
    }

    public async Task<List<JsonNode>> ReceiveAsync(params string[] until)
    {
        List<JsonNode> events = [];
        while (until.Length > 0 && (events.Count == 0 || !until.Contains(events[^1]["type"]!.GetValue<string>())))
        {
            int length = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                result = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
                length += result.Count;
            }
            while (!result.EndOfMessage);

            events.Add(JsonNode.Parse(_buffer.AsSpan(0, length))!);
        }

        return events;
    }

    public void Dispose() => _socket.Dispose();
}
