using System.Globalization;
using Godwit.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Serving;

/// <summary>The headers that providers put on every answer.</summary>
internal static class ResponseHeaders
{
    private const int RequestLimit = 10_000;

    public static void Write(Exchange exchange)
    {
        IHeaderDictionary headers = exchange.Http.Response.Headers;
        ProviderQuirks quirks = ProviderQuirks.Of(exchange.Provider.Name);
        headers["x-request-id"] = exchange.RequestId;
        headers["openai-processing-ms"] =
            ((long)exchange.Elapsed.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        headers["openai-version"] = "2020-10-01";
        headers["openai-organization"] = "simulated";
        headers["x-ratelimit-limit-requests"] = "10000";
        headers["x-ratelimit-limit-tokens"] = "2000000";
        headers["x-ratelimit-remaining-requests"] =
            (RequestLimit - 1 - (exchange.Record.Sequence % (RequestLimit - 1))).ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-remaining-tokens"] = "1999000";
        headers["x-ratelimit-reset-requests"] = quirks.ResetInSeconds ? "1" : "6ms";
        headers["x-ratelimit-reset-tokens"] = quirks.ResetInSeconds ? "1" : "30ms";
    }
}
