using System.Net.WebSockets;
using Godwit.Gateway.ClientApi;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.ResponseSockets;

/// <summary>
/// One connection: its turns run one after another, each as a streamed request of its own. What a turn's answer says
/// goes to the client as messages.
/// </summary>
internal sealed partial class ResponseSocket : IDisposable
{
    // OpenAI's limit.
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(60);

    // A turn that began in time may end; a client that does not read it holds no provider for ever.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(5);

    private readonly ResponseConnections service;
    private readonly HttpContext handshake;
    private readonly WebSocket socket;
    private readonly SocketInbox inbox;
    private readonly SocketMemory memory;
    private readonly SocketStreams streams = new();
    private readonly GatewayRequest request = new();
    private readonly CancellationTokenSource dead;
    private readonly CancellationTokenSource gone;
    private readonly CancellationTokenSource age;
    private readonly ITimer end;

    public ResponseSocket(ResponseConnections service, HttpContext handshake, WebSocket socket)
    {
        (this.service, this.handshake, this.socket) = (service, handshake, socket);
        dead = CancellationTokenSource.CreateLinkedTokenSource(handshake.RequestAborted);
        gone = CancellationTokenSource.CreateLinkedTokenSource(dead.Token);
        gone.Token.UnsafeRegister(static state => ((CancellationTokenSource)state!).CancelAfter(CloseWithin), dead);
        age = new CancellationTokenSource(MostTime, service.Time);
        end = service.Time.CreateTimer(
            static state => ((CancellationTokenSource)state!).Cancel(), dead, MostTime + Grace,
            Timeout.InfiniteTimeSpan);
        inbox = new SocketInbox(socket, service.Options.MaxBodyBytes, gone, dead.Token);
        memory = new SocketMemory(service.Store, service.Budget, service.Options.MaxBodyBytes);
    }

    /// <summary>Answers the client's turns until it closes, is gone, or the time is over.</summary>
    public async Task RunAsync()
    {
        var reading = inbox.RunAsync();
        using var until = CancellationTokenSource.CreateLinkedTokenSource(age.Token, service.Stopping);
        var (status, reason) = (WebSocketCloseStatus.NormalClosure, (string?)null);
        try
        {
            while (await inbox.NextAsync(until.Token) is { } message)
            {
                if (await AnswerAsync(message) != RequestEnding.PolicyCut)
                    continue;
                (status, reason) = (WebSocketCloseStatus.PolicyViolation, "policy_stream_cut");
                break;
            }

            if (inbox.TooLarge)
            {
                await SendAsync(Refusals.BodyTooLarge(service.Options.MaxBodyBytes), null);
                (status, reason) = (WebSocketCloseStatus.MessageTooBig, "request_too_large");
            }
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            if (service.Stopping.IsCancellationRequested)
                (status, reason) = (WebSocketCloseStatus.EndpointUnavailable, "going_away");
            else
            {
                await SendAsync(SocketRefusals.ConnectionLimit, null);
                reason = SocketRefusals.ConnectionLimit.Code;
            }
        }
        catch (Exception e)
        {
            // The outermost frame of a connection, as the pipeline is of a request.
            Log.Failed(service.Logger, e);
            (status, reason) = (WebSocketCloseStatus.InternalServerError, Refusals.Internal.Code);
        }

        await CloseAsync(status, reason, reading);
    }

    public void Dispose()
    {
        inbox.Clear();
        memory.Dispose();
        end.Dispose();
        age.Dispose();
        gone.Dispose();
        dead.Dispose();
        request.Lifetime.Dispose();
    }

    private async ValueTask<RequestEnding> AnswerAsync(RequestBody message)
    {
        var body = new RequestBody();
        try
        {
            var create = CreateEvent.Read(message.Span, body);
            var refusal = create.Refusal ?? (create.StreamId is { } name ? streams.Enter(name) : null);
            if (refusal is null)
                return await AnswerAsync(body.Memory, create);
            await SendAsync(refusal, refusal.Param == "stream_id" ? null : create.StreamId);
            return RequestEnding.Refused;
        }
        finally
        {
            message.Release();
            body.Release();
        }
    }

    private async ValueTask<RequestEnding> AnswerAsync(ReadOnlyMemory<byte> body, CreateEvent create)
    {
        using var output = new TurnOutput(
            socket, create.StreamId, gone, service.Options.MaxBodyBytes, dead.Token);
        var features = new TurnFeatures(handshake, body, output, gone.Token);
        output.Begin(request);
        request.Http.Initialize(features.Collection);
        try
        {
            request.Operation = ClientOperation.Responses;
            request.Dialect = request.Operation.Dialect();
            request.Memory = memory;
            request.WarmsUp = create.WarmsUp;
            if (service.Snapshots.Current is not { } snapshot)
            {
                await SendAsync(Refusals.NotReady, create.StreamId);
                return RequestEnding.Refused;
            }

            request.Begin(snapshot, service.Time);
            await service.Pipeline.RunAsync(request);
            if (!output.Ended && !gone.IsCancellationRequested)
                await EndAsync(features, output, create.StreamId);
            return request.Ending;
        }
        finally
        {
            request.End();
            request.Http.Uninitialize();
        }
    }

    /// <summary>Tells what was no stream, or that one was given up.</summary>
    private ValueTask EndAsync(TurnFeatures features, TurnOutput output, string? streamId)
    {
        if (output.IsWhole && !features.Aborted)
            return output.EndAsync(
                SocketEvents.Whole(features.StatusCode, features.Headers, output.Whole, streamId));
        var refusal = request.Refusal
            ?? (request.Ending == RequestEnding.ProviderCut
                ? Refusals.ProviderStreamCut(request.Target!.Provider.Name) : Refusals.Internal);
        return output.EndAsync(SocketEvents.Error(refusal, streamId));
    }

    private async ValueTask SendAsync(Refusal refusal, string? streamId)
    {
        using var output = new TurnOutput(socket, streamId, gone, service.Options.MaxBodyBytes, dead.Token);
        await output.EndAsync(SocketEvents.Error(refusal, streamId));
    }

    private async ValueTask CloseAsync(WebSocketCloseStatus status, string? reason, Task reading)
    {
        using var limit = new CancellationTokenSource(CloseWithin, service.Time);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(status, reason, limit.Token);
            inbox.Clear();
            await reading.WaitAsync(CloseWithin, service.Time);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException
            or TimeoutException or ObjectDisposedException or InvalidOperationException)
        {
            // Who does not answer a close is not waited for any longer.
            socket.Abort();
            await gone.CancelAsync();
            await reading;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2321, LogLevel.Error, "A connection for responses failed inside Godwit.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
