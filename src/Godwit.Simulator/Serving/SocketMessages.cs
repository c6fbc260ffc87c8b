using System.Net.WebSockets;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Serving;

/// <summary>Reads whole messages from a WebSocket.</summary>
internal static class SocketMessages
{
    /// <summary>Half a surrogate pair is valid JSON and no text: it shows only when a string is read.</summary>
    public static readonly ProviderError NotText =
        new(ErrorReason.BadJson, "The message has a string that is not text.");

    private const int LongestMessage = 64 * 1024 * 1024;

    /// <summary>The next message; null when the other side closed or went away.</summary>
    public static async ValueTask<byte[]?> ReceiveAsync(WebSocket socket, CancellationToken cancellation)
    {
        using MemoryStream message = new();
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(), cancellation);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
                    return null;
                }

                message.Write(buffer, 0, result.Count);
                if (result.EndOfMessage)
                {
                    return message.ToArray();
                }

                if (message.Length > LongestMessage)
                {
                    await socket.CloseAsync(WebSocketCloseStatus.MessageTooBig, null, cancellation);
                    return null;
                }
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
    }
}
