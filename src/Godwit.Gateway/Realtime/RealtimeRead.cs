using Godwit.Gateway.ClientApi;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.Realtime;

/// <summary>3. Read, for a realtime session: its model stands in the query, and there is no body.</summary>
internal static class RealtimeRead
{
    public static Refusal? Run(GatewayRequest request)
    {
        var http = request.Http;
        if (!ClientHandshake.IsAsked(http))
            return RealtimeRefusals.WebSocketRequired;
        if (http.Request.Headers.ContainsKey(Steps.DryRun.Header))
            return Kept.KeptRefusals.NoDryRun;
        if (http.Request.Query["model"] is not [{ Length: > 0 and <= RequestScan.MaxModelChars } model]
            || !HeaderText.IsPlain(model))
            return Refusals.BadRequest(
                "missing_required_parameter", "Name the model once, in the query: /v1/realtime?model=…", "model");
        request.RequestModel = model;
        request.Scan = new RequestScan { Stream = true };
        return null;
    }
}
