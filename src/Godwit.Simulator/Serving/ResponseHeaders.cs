using System.Globalization;
using Godwit.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Serving;

/// <summary>The headers that providers put on every answer.</summary>
internal static class ResponseHeaders
{
    // Providers that limit nobody tell of plenty.
    private const int RequestLimit = 10_000;
    private const int FewestRemaining = 9_000;

    private static readonly RateHeaders Requests = RateHeaders.Of("x-ratelimit-*-requests");
    private static readonly RateHeaders Tokens = RateHeaders.Of("x-ratelimit-*-tokens");
    private static readonly RateHeaders MinuteRequests = RateHeaders.Of("x-ratelimit-*-req-minute");
    private static readonly RateHeaders MinuteTokens = RateHeaders.Of("x-ratelimit-*-tokens-minute");
    private static readonly RateHeaders MessagesRequests = RateHeaders.Of("anthropic-ratelimit-requests-*");
    private static readonly RateHeaders MessagesTokens = RateHeaders.Of("anthropic-ratelimit-tokens-*");
    private static readonly RateHeaders MessagesInput = RateHeaders.Of("anthropic-ratelimit-input-tokens-*");
    private static readonly RateHeaders MessagesOutput = RateHeaders.Of("anthropic-ratelimit-output-tokens-*");
    private static readonly RateLeft PlentyOfTokens = new(2_000_000, 1_999_000, TimeSpan.FromMilliseconds(30));

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
        if (quirks.LimitsByMinute)
        {
            MinuteRequests.Write(headers, RequestsLeft(exchange), null);
            MinuteTokens.Write(headers, TokensLeft(exchange), null);
            return;
        }

        Func<TimeSpan, string> reset = quirks.ResetInSeconds ? Seconds : Duration;
        Requests.Write(headers, RequestsLeft(exchange), reset);
        Tokens.Write(headers, TokensLeft(exchange), reset);
    }

    private static void WriteMessages(Exchange exchange, IHeaderDictionary headers)
    {
        headers["request-id"] = exchange.RequestId;
        headers["anthropic-organization-id"] = "00000000-0000-4000-8000-000000000000";
        Func<TimeSpan, string> reset = time => exchange.Record.At.Add(time + TimeSpan.FromSeconds(1)).UtcDateTime
            .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        MessagesRequests.Write(headers, RequestsLeft(exchange), reset);
        MessagesTokens.Write(headers, TokensLeft(exchange), reset);
        MessagesInput.Write(headers, TokensLeft(exchange), reset);
        MessagesOutput.Write(headers, PlentyOfTokens, reset);
    }

    private static RateLeft TokensLeft(Exchange exchange) => exchange.TokensLeft ?? PlentyOfTokens;

    private static RateLeft RequestsLeft(Exchange exchange) => exchange.RequestsLeft ?? new RateLeft(
        RequestLimit, RequestLimit - 1 - (exchange.Record.Sequence % (RequestLimit - FewestRemaining)),
        TimeSpan.FromMilliseconds(6));

    private static string Seconds(TimeSpan time) => Text((long)Math.Ceiling(time.TotalSeconds));

    // OpenAI's: 12ms, 1.5s, 6m0s.
    private static string Duration(TimeSpan time) =>
        time < TimeSpan.FromSeconds(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{(long)Math.Ceiling(time.TotalMilliseconds)}ms")
            : time < TimeSpan.FromMinutes(1)
                ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###}s")
                : string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMinutes}m{time.Seconds}s");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
