using Godwit.Gateway.ClientApi;
using Godwit.Gateway.ResponseSockets;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;

namespace Godwit.Gateway;

/// <summary>
/// What the client listener's server calls for each request: finds the operation and runs the pipeline.
/// </summary>
/// <remarks>
/// It stands directly on the server: hosting, routing and middleware have no part in what the data plane does, and
/// a request would pay for them.
/// </remarks>
internal sealed class ClientApplication(
    GatewayPipeline pipeline, ResponseConnections sockets, Readiness readiness, SnapshotHolder snapshots,
    TimeProvider time)
    : IHttpApplication<GatewayRequest>
{
    public GatewayRequest CreateContext(IFeatureCollection contextFeatures)
    {
        var request = contextFeatures is IHostContextContainer<GatewayRequest> container
            ? container.HostContext ??= new GatewayRequest()
            : new GatewayRequest();
        request.Http.Initialize(contextFeatures);
        return request;
    }

    public async Task ProcessRequestAsync(GatewayRequest context)
    {
        var http = context.Http.Request;
        context.Operation = ClientPaths.Match(http.Method, http.Path.Value ?? "/");
        if (context.Operation is ClientOperation.Livez or ClientOperation.Readyz)
        {
            await readiness.AnswerAsync(context.Http, context.Operation == ClientOperation.Readyz);
            return;
        }

        context.Dialect = context.Operation.AsksModel()
            ? context.Operation.Dialect() : ClientPaths.DialectOf(http.Path.Value!);
        var snapshot = snapshots.Current;
        context.Begin(snapshot, time);
        var refusal = context.Operation switch
        {
            ClientOperation.None => Refusals.NoSuchPath(http.Path),
            ClientOperation.WrongMethod => 
                Refusals.WrongMethod(http.Method, http.Path, ClientPaths.Allowed(http.Path.Value!)),
            _ when snapshot is null => Refusals.NotReady,
            _ => null,
        };
        if (refusal is null && context.Operation == ClientOperation.ResponsesSocket)
            await sockets.RunAsync(context);
        else if (refusal is null)
            await pipeline.RunAsync(context);
        else
            await RefusalWriter.WriteAsync(context, refusal);
    }

    /// <summary>Ends what would not end by itself.</summary>
    public void Stop() => sockets.Stop();

    public void DisposeContext(GatewayRequest context, Exception? exception)
    {
        context.End();
        context.Http.Uninitialize();
    }
}
