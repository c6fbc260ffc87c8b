using System.Globalization;
using Godwit.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Serving;

/// <summary>The headers that providers put on every answer.</summary>
internal static class ResponseHeaders
{
    private const int RequestLimit = 10_000;

    public static void Write(Exchange exchange, ProviderError? error = null)
    {
        IHeaderDictionary headers = exchange.Http.Response.Headers;
        bool messages = exchange.Dialect == Dialect.Messages;
        if (error?.Reason == ErrorReason.RegionRefused
            && (messages || ProviderQuirks.FamilyOf(exchange.Provider.Name) is "anthropic"))
        {
            // That refusal comes from the edge, which knows nothing of requests and limits.
            headers.Server = "cloudflare";
            headers["cf-ray"] = exchange.RequestId[^16..] + "-SIM";
        }
        else if (messages)
        {
            WriteMessages(exchange, headers);
        }
        else if (exchange.Dialect == Dialect.Converse)
        {
            headers["x-amzn-requestid"] = exchange.RequestId;
            if (error is not null)
            {
                headers["x-amzn-errortype"] = NativeErrors.ConverseOf(error.Reason).Type;
            }
        }
        else if (exchange.Dialect is Dialect.Tencent or Dialect.SenseNova or Dialect.DashScope)
        {
            headers["x-request-id"] = exchange.RequestId;
        }
        else if (exchange.Dialect == Dialect.Gemini)
        {
            headers["server-timing"] = string.Create(
                CultureInfo.InvariantCulture, $"gfet4t7; dur={(long)exchange.Elapsed.TotalMilliseconds}");
            headers.Server = "scaffolding on HTTPServer2";
        }
        else
        {
            WriteOpenAI(exchange, headers);
        }
    }

    private static void WriteOpenAI(Exchange exchange, IHeaderDictionary headers)
    {
        ProviderQuirks quirks = ProviderQuirks.Of(exchange.Provider.Name);
        headers["x-request-id"] = exchange.RequestId;
        headers["openai-processing-ms"] =
            ((long)exchange.Elapsed.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        headers["openai-version"] = "2020-10-01";
        headers["openai-organization"] = "simulated";
        headers["x-ratelimit-limit-requests"] = "10000";
        headers["x-ratelimit-limit-tokens"] = "2000000";
        headers["x-ratelimit-remaining-requests"] = Remaining(exchange);
        headers["x-ratelimit-remaining-tokens"] = "1999000";
        headers["x-ratelimit-reset-requests"] = quirks.ResetInSeconds ? "1" : "6ms";
        headers["x-ratelimit-reset-tokens"] = quirks.ResetInSeconds ? "1" : "30ms";
    }

    private static void WriteMessages(Exchange exchange, IHeaderDictionary headers)
    {
        string reset = exchange.Record.At.AddSeconds(1).UtcDateTime
            .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        headers["request-id"] = exchange.RequestId;
        headers["anthropic-organization-id"] = "00000000-0000-4000-8000-000000000000";
        headers["anthropic-ratelimit-requests-limit"] = "10000";
        headers["anthropic-ratelimit-requests-remaining"] = Remaining(exchange);
        headers["anthropic-ratelimit-requests-reset"] = reset;
        foreach (string kind in (ReadOnlySpan<string>)["tokens", "input-tokens", "output-tokens"])
        {
            headers[$"anthropic-ratelimit-{kind}-limit"] = "2000000";
            headers[$"anthropic-ratelimit-{kind}-remaining"] = "1999000";
            headers[$"anthropic-ratelimit-{kind}-reset"] = reset;
        }
    }

    private static string Remaining(Exchange exchange) =>
        (RequestLimit - 1 - (exchange.Record.Sequence % (RequestLimit - 1))).ToString(CultureInfo.InvariantCulture);
}
