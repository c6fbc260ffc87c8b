using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Realtime;
using Godwit.Gateway.ResponseState;
using Godwit.Gateway.Steps;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.ResponseSockets;

/// <summary>Responses over WebSockets: <c>GET /v1/responses</c>, of which each turn is a request of its own.</summary>
internal sealed class ResponseConnections(
    GatewayPipeline pipeline, ClientHandshake handshake, IResponseStore store, SnapshotHolder snapshots,
    GatewayOptions options, TimeProvider time, ILogger<ResponseConnections> logger) : IDisposable
{
    // What all connections together remember: of a process that has gigabytes for other things, a little.
    private const long MostRememberedBytes = 256L * 1024 * 1024;

    private readonly CancellationTokenSource stopping = new();

    public GatewayPipeline Pipeline => pipeline;

    public IResponseStore Store => store;

    public SnapshotHolder Snapshots => snapshots;

    public GatewayOptions Options => options;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    public SocketBudget Budget { get; } = new(MostRememberedBytes);

    /// <summary>Cancelled when the process is about to stop: connections end after their turn.</summary>
    public CancellationToken Stopping => stopping.Token;

    /// <summary>Ends connections that wait for their client, and those that answer after their turn.</summary>
    public void Stop() => stopping.Cancel();

    /// <summary>Opens a connection for a client with a valid key, and answers on it until it is closed.</summary>
    public async Task RunAsync(GatewayRequest request)
    {
        if (Refuse(request) is { } refusal)
        {
            await RefusalWriter.WriteAsync(request, refusal);
            return;
        }

        // Browsers end a connection of which none of their subprotocols was taken.
        var asked = request.Http.Request.Headers.SecWebSocketProtocol.ToString()
            .Split(',', StringSplitOptions.TrimEntries);
        var protocol = RealtimeProtocols.ForProvider(asked).Split(',')[0];
        using var socket = await handshake.AcceptAsync(request.Http, protocol.Length > 0 ? protocol : null);
        using var connection = new ResponseSocket(this, request.Http, socket);
        await connection.RunAsync();
    }

    public void Dispose() => stopping.Dispose();

    private static Refusal? Refuse(GatewayRequest request) =>
        !ClientHandshake.IsAsked(request.Http) ? SocketRefusals.WebSocketRequired
        : AuthenticateStep.Run(request)
            ?? (request.Http.Request.Headers.ContainsKey(DryRun.Header) ? Kept.KeptRefusals.NoDryRun : null);
}
