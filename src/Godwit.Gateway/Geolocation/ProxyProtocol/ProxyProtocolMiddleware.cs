using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Geolocation.ProxyProtocol;

/// <summary>
/// Reads the PROXY protocol header that a trusted peer sends first. From any other peer nothing is read: what it
/// sends is its request, and a header of this kind then fails as a request.
/// </summary>
internal sealed partial class ProxyProtocolMiddleware(
    ConnectionDelegate next,
    ClientAddressResolver resolver,
    TimeSpan timeout,
    TimeProvider time,
    ILogger<ProxyProtocolMiddleware> logger)
{
    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        var peer = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.Loopback;
        if (resolver.IsTrusted(peer) && !await TryReadHeaderAsync(connection, peer))
        {
            connection.Abort(new ConnectionAbortedException("No valid PROXY protocol header from a trusted peer."));
            return;
        }

        await next(connection);
    }

    /// <summary>A trusted peer always sends the header: guessing would let its clients send one of their own.</summary>
    private async Task<bool> TryReadHeaderAsync(ConnectionContext connection, IPAddress peer)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, connection.ConnectionClosed);
        try
        {
            var proxied = await ReadAsync(connection.Transport.Input, either.Token);
            if (proxied is not null)
                connection.Features.Set<IProxiedConnectionFeature>(proxied);
            else
                Log.Malformed(logger, peer);
            return proxied is not null;
        }
        catch (OperationCanceledException)
        {
            Log.Late(logger, peer, timeout);
            return false;
        }
    }

    private static async ValueTask<ProxiedConnection?> ReadAsync(PipeReader input, CancellationToken cancellation)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellation);
            var status = ProxyHeaderReader.Read(result.Buffer, out var proxied, out var consumed);
            input.AdvanceTo(consumed, status == ProxyHeaderStatus.Complete ? consumed : result.Buffer.End);
            if (status != ProxyHeaderStatus.Incomplete)
                return proxied;
            if (result.IsCompleted)
                return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2101, LogLevel.Warning, "Peer {Peer} sent no valid PROXY protocol header; connection closed.")]
        public static partial void Malformed(ILogger logger, IPAddress peer);

        [LoggerMessage(2102, LogLevel.Warning,
            "Peer {Peer} sent no complete PROXY protocol header within {Timeout}; connection closed.")]
        public static partial void Late(ILogger logger, IPAddress peer, TimeSpan timeout);
    }
}
