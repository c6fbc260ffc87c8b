using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Conversations;
using Godwit.Gateway.Kept;
using Godwit.Gateway.Realtime;
using Godwit.Gateway.ResponseState;
using Godwit.Gateway.Steps;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway;

/// <summary>A request's steps, in order, and nothing else. The numbers are those of ARCHITECTURE.md.</summary>
internal sealed partial class GatewayPipeline(
    AddressStep address,
    ReadStep read,
    LocateStep locate,
    ResponseStateStep state,
    StoredResponseStep stored,
    ConversationStep conversations,
    ReserveStep reserve,
    AttemptStep attempt,
    WarmUp warmUp,
    KeptReader keptRead,
    KeptStep kept,
    SettleStep settle,
    ILogger<GatewayPipeline> logger)
{
    /// <summary>Answers a request. Never throws: only this frame turns a refusal or a bug into a response.</summary>
    public async Task RunAsync(GatewayRequest request)
    {
        try
        {
            if (await DecideAndForwardAsync(request) is { } refusal)
                await RefuseAsync(request, refusal);
        }
        catch (Exception e) when (request.Http.RequestAborted.IsCancellationRequested
            // The read of the body may learn of it before the token does.
            || e is ConnectionResetException or ConnectionAbortedException)
        {
            request.Refusal ??= Refusals.ClientGone;
        }
        catch (Exception e)
        {
            Log.Failed(logger, request.Id, e);
            await RefuseAsync(request, Refusals.Internal);
        }
        finally
        {
            settle.Run(request);
        }
    }

    private async ValueTask<Refusal?> DecideAndForwardAsync(GatewayRequest request)
    {
        address.Run(request);                                               //  1 Address
        if (AuthenticateStep.Run(request) is { } stranger)                  //  2 Authenticate
            return stranger;
        if (request.Operation.IsKept())
            return await KeepAsync(request);
        if (request.Operation == ClientOperation.Realtime)
            return await TalkAsync(request);
        if (!request.Operation.AsksModel())
            return await TellAsync(request);
        if (DryRun.Begin(request) is { } unclear)
            return unclear;
        if (await read.RunAsync(request) is { } unreadable)                 //  3 Read
            return unreadable;
        return locate.Run(request)                                          //  4 Locate
            ?? AuthorizeStep.Run(request)                                   //  5 Authorize
            ?? await state.RunAsync(request)
            ?? (request.IsDryRun ? await DryRun.AnswerAsync(request) : await RouteAsync(request));
    }

    private ValueTask<Refusal?> RouteAsync(GatewayRequest request) =>
        TerritoryStep.Run(request) is { } refusal ? new(refusal)            //  6 Territory, 10 Route
            : request.WarmsUp ? warmUp.AnswerAsync(request)
            : request.Key!.IsLimited ? ReserveAndAttemptAsync(request)      //  8 Reserve
            : attempt.RunAsync(request);                                    // 11 Attempt

    // Where there is room, nothing was waited for, and nothing but the attempt has to be.
    private ValueTask<Refusal?> ReserveAndAttemptAsync(GatewayRequest request)
    {
        var reserved = reserve.RunAsync(request);
        return reserved is { IsCompletedSuccessfully: true, Result: null }
            ? attempt.RunAsync(request) : AttemptAfterAsync(reserved, request);
    }

    private async ValueTask<Refusal?> AttemptAfterAsync(ValueTask<Refusal?> reserved, GatewayRequest request) =>
        await reserved ?? await attempt.RunAsync(request);

    /// <summary>Files, batches and training jobs: only the provider that keeps them can answer.</summary>
    private async ValueTask<Refusal?> KeepAsync(GatewayRequest request) =>
        locate.Run(request)                                                 //  4 Locate
            ?? await keptRead.RunAsync(request)                             //  3 Read, 5 Authorize
            ?? KeptTerritory.Run(request)                                   //  6 Territory
            ?? await reserve.RunAsync(request)                              //  8 Reserve
            ?? await kept.RunAsync(request);                                // 11 Attempt

    /// <summary>A realtime session.</summary>
    private async ValueTask<Refusal?> TalkAsync(GatewayRequest request) =>
        RealtimeRead.Run(request)                                           //  3 Read
            ?? locate.Run(request)                                          //  4 Locate
            ?? AuthorizeStep.Run(request)                                   //  5 Authorize
            ?? await RouteAsync(request);

    /// <summary>Answers questions about what may be used, which no model is asked for.</summary>
    private async ValueTask<Refusal?> TellAsync(GatewayRequest request) => locate.Run(request)
        ?? request.Operation switch
        {
            ClientOperation.Availability => await Availability.RunAsync(request),
            ClientOperation.StoredResponse => await stored.RunAsync(request),
            ClientOperation.Conversations => await conversations.RunAsync(request),
            _ => await ModelListing.RunAsync(request),
        };

    private async ValueTask RefuseAsync(GatewayRequest request, Refusal refusal)
    {
        request.Refusal = refusal;
        settle.Run(request);                                                // 12 Settle, before the last byte
        if (request.Http.Response.HasStarted)
            request.Http.Abort();
        else
            await RefusalWriter.WriteAsync(request, refusal);
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Error, "Request {RequestId} failed inside Godwit.")]
        public static partial void Failed(ILogger logger, Guid requestId, Exception exception);
    }
}
