using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Serving;

/// <summary>Ends connections the hard way.</summary>
internal static class ConnectionEnd
{
    /// <summary>Sends a TCP reset; what was not sent yet is lost.</summary>
    public static void Reset(HttpContext http)
    {
        if (SocketOf(http) is { } socket)
        {
            socket.LingerState = new LingerOption(true, 0);
        }

        http.Abort();
    }

    /// <summary>Ends the sending side after what was flushed, in the middle of the message.</summary>
    public static void Cut(HttpContext http)
    {
        SocketOf(http)?.Shutdown(SocketShutdown.Send);
        http.Abort();
    }

    private static Socket? SocketOf(HttpContext http) => http.Features.Get<IConnectionSocketFeature>()?.Socket;
}
