using System.Net.WebSockets;
using System.Threading.Channels;

namespace Godwit.Gateway.ResponseSockets;

/// <summary>
/// Reads a client's messages while a turn is under way, so that a client that leaves is noticed at once. One message is
/// kept ahead; one that sends more is made to wait.
/// </summary>
internal sealed class SocketInbox(
    WebSocket socket, int mostBytes, CancellationTokenSource gone, CancellationToken dead)
{
    private const int ReadSize = 4096;

    private readonly Channel<RequestBody> messages = Channel.CreateBounded<RequestBody>(1);

    /// <summary>A message was larger than any may be: none is read any more.</summary>
    public bool TooLarge { get; private set; }

    /// <summary>Reads until the client closes or is gone. Does not throw for that.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await ReceiveAsync() is { } message)
                await messages.Writer.WriteAsync(message, gone.Token);
            messages.Writer.TryComplete();
            if (TooLarge)
                await DrainAsync();
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException
            or ObjectDisposedException or InvalidOperationException)
        {
            // Gone without a close: the same to a turn that is under way.
        }
        finally
        {
            messages.Writer.TryComplete();
            if (!TooLarge)
                await gone.CancelAsync();
        }
    }

    /// <summary>The next message; null when there are no more.</summary>
    public async ValueTask<RequestBody?> NextAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return await messages.Reader.WaitToReadAsync(cancellation) && messages.Reader.TryRead(out var message)
            ? message : null;
    }

    /// <summary>Lets go of what was not answered.</summary>
    public void Clear()
    {
        while (messages.Reader.TryRead(out var message))
            message.Release();
    }

    // A connection that is closed with bytes unread is reset, and the client may never learn why.
    private async ValueTask DrainAsync()
    {
        var scrap = new byte[ReadSize];
        while ((await socket.ReceiveAsync(scrap.AsMemory(), dead)).MessageType != WebSocketMessageType.Close)
        {
        }
    }

    private async ValueTask<RequestBody?> ReceiveAsync()
    {
        // An idle connection holds no buffer: the first read only waits.
        var first = await socket.ReceiveAsync(Memory<byte>.Empty, dead);
        if (first.MessageType == WebSocketMessageType.Close)
            return null;
        var message = new RequestBody();
        while (!first.EndOfMessage)
        {
            var received = await socket.ReceiveAsync(message.GetMemory(ReadSize), dead);
            message.Advance(received.Count);
            TooLarge = message.Length > mostBytes;
            if (TooLarge || received.MessageType == WebSocketMessageType.Close)
            {
                message.Release();
                return null;
            }

            if (received.EndOfMessage)
                break;
        }

        return message;
    }
}
