using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Serving;

/// <summary>A request that may be one for a WebSocket.</summary>
internal readonly struct WebSocketAcceptContext(HttpContext http)
{
    public bool IsUpgrade => http.WebSockets.IsWebSocketRequest;

    /// <summary>Accepts it, with a protocol when the client offers that.</summary>
    public Task<WebSocket> AcceptAsync(string protocol) => http.WebSockets.AcceptWebSocketAsync(
        http.WebSockets.WebSocketRequestedProtocols.Contains(protocol) ? protocol : null);
}
