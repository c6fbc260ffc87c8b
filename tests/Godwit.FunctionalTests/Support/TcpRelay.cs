using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Godwit.FunctionalTests.Support;

/// <summary>A connection between two processes that the test can cut and mend, on one port all the while.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private const int UsualPiece = 81920;

    private readonly IPEndPoint target;
    private readonly int piece;
    private readonly ConcurrentBag<Socket> sockets = [];
    private TcpListener? listener;
    private Task accepting = Task.CompletedTask;

    /// <summary>Starts to relay to a loopback port.</summary>
    /// <param name="targetPort">The port.</param>
    /// <param name="piece">At most so many bytes are sent at once: less than a message is long tears it.</param>
    public TcpRelay(int targetPort, int piece = UsualPiece)
    {
        this.piece = piece;
        target = new IPEndPoint(IPAddress.Loopback, targetPort);
        Mend();
    }

    /// <summary>Where to connect instead of the target.</summary>
    public int Port { get; private set; }

    /// <summary>Resets every connection and refuses new ones.</summary>
    public async Task CutAsync()
    {
        listener!.Stop();
        await accepting;
        while (sockets.TryTake(out var socket))
        {
            socket.Close(0);
        }
    }

    /// <summary>Lets connections through again.</summary>
    public void Mend()
    {
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync(listener);
    }

    public async ValueTask DisposeAsync() => await CutAsync();

    private async Task AcceptAsync(TcpListener open)
    {
        while (true)
        {
            try
            {
                var client = await open.AcceptSocketAsync();
                sockets.Add(client);
                await RelayAsync(client);
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                // The listener was stopped, or one client gave up before it was accepted.
                if (!open.Server.IsBound)
                    return;
            }
        }
    }

    private async Task RelayAsync(Socket client)
    {
        var server = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        sockets.Add(server);
        await server.ConnectAsync(target);
        _ = CopyAsync(client, server);
        _ = CopyAsync(server, client);
    }

    // Each end that closes closes the other, as a connection without anything in between does.
    private async Task CopyAsync(Socket from, Socket to)
    {
        try
        {
            await using var source = new NetworkStream(from);
            await using var sink = new NetworkStream(to);
            await source.CopyToAsync(sink, piece);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
        {
            to.Close(0);
        }
    }
}
