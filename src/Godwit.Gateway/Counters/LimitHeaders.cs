using System.Globalization;
using Godwit.Policy.Configuration;
using Godwit.Policy.Limits;

namespace Godwit.Gateway.Counters;

/// <summary>
/// <c>x-ratelimit-…</c> of answers, as OpenAI writes them: of the limit of requests and of the limit of tokens with the
/// least left.
/// </summary>
internal static class LimitHeaders
{
    // Of windows of up to ten minutes; made when they are first needed.
    private static readonly string?[] Seconds = new string?[600];

    private static readonly Names Requests = new("requests");
    private static readonly Names Tokens = new("tokens");

    public static void Write(GatewayRequest request)
    {
        if (request.Holds.IsEmpty)
            return;
        Write(request, Requests, request.Holds.Tightest(IsOfRequests));
        Write(request, Tokens, request.Holds.Tightest(IsOfTokens));
    }

    /// <summary>A duration as OpenAI writes it: 1s, 6m0s, 17ms.</summary>
    public static string Duration(TimeSpan span)
    {
        if (span < TimeSpan.FromSeconds(1))
        {
            var milliseconds = Math.Max(0, (long)Math.Ceiling(span.TotalMilliseconds));
            return string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms");
        }

        var seconds = (long)Math.Ceiling(span.TotalSeconds);
        return seconds < Seconds.Length ? Seconds[seconds] ??= OfSeconds(seconds) : OfSeconds(seconds);
    }

    private static string OfSeconds(long seconds)
    {
        var (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
        return days > 0 ? string.Create(CultureInfo.InvariantCulture, $"{days}d{hours}h{minutes}m{seconds % 60}s")
            : hours > 0 ? string.Create(CultureInfo.InvariantCulture, $"{hours}h{minutes}m{seconds % 60}s")
            : minutes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{minutes}m{seconds % 60}s")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds}s");
    }

    private static bool IsOfRequests(LimitRules limit) => limit is { Unit: LimitUnit.Requests, WindowTicks: > 0 };

    private static bool IsOfTokens(LimitRules limit) => limit is
    {
        Unit: LimitUnit.Tokens or LimitUnit.InputTokens or LimitUnit.OutputTokens, WindowTicks: > 0,
    };

    private static void Write(GatewayRequest request, Names names, in Held? tightest)
    {
        if (tightest is not { Limit: { } limit } held)
            return;
        var headers = request.Http.Response.Headers;
        var (left, lastUsed) = held.Meter.LookAt(held.Bucket, limit.Most);
        var reset = lastUsed is { } last ? limit.ForgottenAt(last) - request.StartedAt.UtcTicks : 0;
        headers[names.Limit] = limit.MostText;
        headers[names.Remaining] = left.ToString(CultureInfo.InvariantCulture);
        headers[names.Reset] = Duration(TimeSpan.FromTicks(Math.Max(0, reset)));
    }

    private sealed class Names(string what)
    {
        public string Limit { get; } = $"x-ratelimit-limit-{what}";

        public string Remaining { get; } = $"x-ratelimit-remaining-{what}";

        public string Reset { get; } = $"x-ratelimit-reset-{what}";
    }
}
