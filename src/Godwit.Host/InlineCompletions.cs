using System.Net;
using System.Net.Sockets;

namespace Godwit.Host;

/// <summary>
/// Runs what follows a socket operation on the thread that saw it complete, which halves the cost of a request.
/// </summary>
/// <remarks>
/// The runtime reads an environment variable through <see cref="Environment"/> when its socket engine is first used, so
/// setting it here, before any socket type is touched, works however the process is started.
/// </remarks>
internal static class InlineCompletions
{
    /// <summary>The runtime's switch. An operator who sets it to 0 keeps it off.</summary>
    public const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    // The name the runtime gives its event loop threads.
    private const string EventLoopThread = ".NET Sockets";

    /// <summary>Switches it on for this process unless the operator has said otherwise.</summary>
    public static void Enable()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
            Environment.SetEnvironmentVariable(Variable, "1");
    }

    /// <summary>True when a receive that had to wait goes on on the event loop's own thread.</summary>
    public static async Task<bool> AreActiveAsync(CancellationToken cancellation)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        using var server = listener.Accept();
        var received = ReceiveAsync(server, cancellation);
        client.Send("x"u8);
        return await received == EventLoopThread;
    }

    private static async Task<string?> ReceiveAsync(Socket socket, CancellationToken cancellation)
    {
        await socket.ReceiveAsync(new byte[1], SocketFlags.None, cancellation).ConfigureAwait(false);
        return Thread.CurrentThread.Name;
    }
}
