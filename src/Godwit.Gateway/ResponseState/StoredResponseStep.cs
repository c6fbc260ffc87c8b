using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Kept;
using Godwit.Gateway.State;
using Godwit.Gateway.Steps;

namespace Godwit.Gateway.ResponseState;

/// <summary>Answers what is asked of a response that is there already, from whoever holds it.</summary>
internal sealed class StoredResponseStep(
    SealedIds ids, IResponseStore store, ResponseHolder holder, SettleStep settle, TimeProvider time)
{
    public async ValueTask<Refusal?> RunAsync(GatewayRequest request)
    {
        var http = request.Http;
        if (http.Request.Headers.ContainsKey(DryRun.Header))
            return KeptRefusals.NoDryRun;
        var call = StoredResponseCall.Of(http.Request.Path.Value!, http.Request.Method);
        var id = ids.Open(SealedIdPurpose.Response, request.Key!.Project, call.Id);
        if (id is null || id.IsExpired(time.GetUtcNow()))
            return ResponseRefusals.NoSuchResponse(call.Id);
        request.RequestModel = id.Route;
        if (id.Provider.Length > 0)
            return await holder.AskAsync(request, call, id);
        return Guid.TryParseExact(id.NativeId, "N", out var guid)
            && await store.FindAsync(guid, request.Key.Project, http.RequestAborted) is { } found
            ? await TellAsync(request, call, found) : ResponseRefusals.NoSuchResponse(call.Id);
    }

    private async ValueTask<Refusal?> TellAsync(GatewayRequest request, StoredResponseCall call, StoredResponse found)
    {
        var output = request.Http.Response.BodyWriter;
        switch (call.Action)
        {
            case StoredResponseAction.Cancel:
                return ResponseRefusals.NotInBackground;
            case StoredResponseAction.Get when request.Http.Request.Query["stream"] == "true":
                return ResponseRefusals.NoReplay;
            case StoredResponseAction.Get:
                Begin(request);
                await output.WriteAsync(found.Response);
                return null;
            case StoredResponseAction.Delete:
                store.Forget(found.Id);
                Begin(request);
                InputItemList.WriteDeleted(output, call.Id);
                break;
            default:
                if (InputItemList.Read(request.Http.Request.Query, out var page) is { } unfit)
                    return unfit;
                Begin(request);
                InputItemList.Write(output, found, page);
                break;
        }

        await output.FlushAsync();
        return null;
    }

    private void Begin(GatewayRequest request)
    {
        request.Http.Response.ContentType = "application/json";
        request.Http.Response.Headers.CacheControl = "no-store";
        AnswerHeaders.Write(request);
        settle.Run(request);
    }
}
