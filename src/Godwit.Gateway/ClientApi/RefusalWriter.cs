using System.Globalization;
using Godwit.Providers.Dialects;
using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway.ClientApi;

/// <summary>Turns a refusal into an HTTP response in the client's own dialect. The only place that does.</summary>
internal static class RefusalWriter
{
    public static async ValueTask WriteAsync(GatewayRequest request, Refusal refusal)
    {
        var response = request.Http.Response;

        // Nothing of an answer that was begun and failed inside Godwit, its length least of all.
        response.Headers.Clear();
        response.StatusCode = refusal.Status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        if (refusal.RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (refusal.NoRetry)
            response.Headers["x-should-retry"] = "false";
        if (refusal.Allow is { } methods)
            response.Headers.Allow = methods;
        if (refusal.Upgrade is { } protocol)
            (response.Headers.Upgrade, response.Headers.Connection) = (protocol, "Upgrade");
        if (refusal.Link is { } link)
            response.Headers.Link = link;
        if (refusal.ProxyStatus is { } error)
            response.Headers["Proxy-Status"] = $"godwit; error={error}";
        if (refusal.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        AnswerHeaders.Write(request);
        DialectList.Client(request.Dialect).WriteError(refusal.For(request.Id), response.BodyWriter);
        await response.BodyWriter.FlushAsync();
    }
}
