using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Realtime;

/// <summary>Sends the server's events of one session, each with an id of its own.</summary>
internal sealed class RealtimeEvents(WebSocket socket, Exchange connection)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private DeterministicSource _ids = new(DeterministicSource.Hash(connection.RequestId));

    public string NextId(string prefix) => _ids.NextId(prefix, 21);

    public async ValueTask SendAsync(string type, Action<Utf8JsonWriter> rest)
    {
        _buffer.ResetWrittenCount();
        using (Utf8JsonWriter json = new(_buffer, WireJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("event_id", NextId("event_"));
            rest(json);
            json.WriteEndObject();
        }

        await socket.SendAsync(_buffer.WrittenMemory, WebSocketMessageType.Text, true, connection.Ending);
    }

    /// <summary>Sends an error event; the session goes on.</summary>
    /// <param name="cause">The id of the client's event.</param>
    /// <param name="code">What is wrong.</param>
    /// <param name="message">For people.</param>
    /// <param name="type">Whose mistake it is.</param>
    public ValueTask FailAsync(string? cause, string? code, string message, string type = "invalid_request_error") =>
        SendAsync("error", json =>
        {
            json.WriteStartObject("error");
            json.WriteString("type", type);
            json.WriteString("code", code);
            json.WriteString("message", message);
            json.WriteNull("param");
            json.WriteString("event_id", cause);
            json.WriteEndObject();
        });

    /// <summary>Ends the connection in the middle of things.</summary>
    public void Cut() => ConnectionEnd.Cut(connection.Http);
}
