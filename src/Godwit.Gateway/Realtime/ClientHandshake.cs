using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Godwit.Gateway.Realtime;

/// <summary>Makes WebSockets of clients' requests.</summary>
internal sealed class ClientHandshake
{
    private readonly WebSocketMiddleware middleware;

    public ClientHandshake(ILoggerFactory loggers)
    {
        // Pings keep the way open through address translators, and find a peer that is gone.
        var options = new WebSocketOptions
        {
            KeepAliveInterval = TimeSpan.FromSeconds(30),
            KeepAliveTimeout = TimeSpan.FromSeconds(30),
        };
        middleware = new WebSocketMiddleware(_ => Task.CompletedTask, Options.Create(options), loggers);
    }

    /// <summary>True for a request that asks for a WebSocket.</summary>
    public static bool IsAsked(HttpContext http) =>
        http.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true
        && string.Equals(http.Request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase)
        && http.Request.Headers.SecWebSocketKey.Count == 1 && http.Request.Headers.SecWebSocketVersion == "13";

    /// <summary>Accepts a request that asks for one.</summary>
    public async ValueTask<WebSocket> AcceptAsync(HttpContext http, string? protocol)
    {
        await middleware.Invoke(http);
        return await http.WebSockets.AcceptWebSocketAsync(protocol);
    }
}
