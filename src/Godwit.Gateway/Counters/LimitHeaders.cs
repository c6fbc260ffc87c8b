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
        Tightest? requests = null, tokens = null;
        foreach (ref readonly var held in request.Holds.Now)
        {
            if (held.Limit is not { WindowTicks: > 0 } limit)
                continue;
            if (limit.Unit == LimitUnit.Requests)
                Compare(ref requests, held, limit);
            else if (limit.Unit is LimitUnit.Tokens or LimitUnit.InputTokens or LimitUnit.OutputTokens)
                Compare(ref tokens, held, limit);
        }

        Write(request, Requests, requests);
        Write(request, Tokens, tokens);
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

    private static void Compare(ref Tightest? tightest, in Held held, LimitRules limit)
    {
        var (left, lastUsed) = held.Meter.LookAt(held.Bucket, limit.Most);
        if (tightest is not { } other || left < other.Left)
            tightest = new Tightest(limit, left, lastUsed);
    }

    private static void Write(GatewayRequest request, Names names, in Tightest? tightest)
    {
        if (tightest is not { } of)
            return;
        var headers = request.Http.Response.Headers;
        var reset = of.LastUsed is { } last ? of.Limit.ForgottenAt(last) - request.StartedAt.UtcTicks : 0;
        headers[names.Limit] = of.Limit.MostText;
        headers[names.Remaining] = of.Left.ToString(CultureInfo.InvariantCulture);
        headers[names.Reset] = Duration(TimeSpan.FromTicks(Math.Max(0, reset)));
    }

    private readonly record struct Tightest(LimitRules Limit, long Left, long? LastUsed);

    private sealed class Names(string what)
    {
        public string Limit { get; } = $"x-ratelimit-limit-{what}";

        public string Remaining { get; } = $"x-ratelimit-remaining-{what}";

        public string Reset { get; } = $"x-ratelimit-reset-{what}";
    }
}
