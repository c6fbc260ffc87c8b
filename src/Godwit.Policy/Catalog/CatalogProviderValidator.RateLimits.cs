using Godwit.Policy.Configuration;

namespace Godwit.Policy.Catalog;

/// <content>The headers that tell of a provider's limits.</content>
public static partial class CatalogProviderValidator
{
    // A longer one is a quota, and nothing that a gateway should believe from a header.
    private const int LongestWindowSeconds = 24 * 3600;

    private static void CheckRateLimitHeaders(CatalogRateLimitHeaders? headers, Context context)
    {
        if (headers is null)
            return;
        const string key = "rate_limit_headers";
        if (headers is { Requests: null, Tokens: null, InputTokens: null, OutputTokens: null, RetryAfterMs: null })
            context.Add(key, "names no header", "requests", "tokens", "input_tokens", "output_tokens");
        CheckAllowance($"{key}.requests", headers.Requests, context);
        CheckAllowance($"{key}.tokens", headers.Tokens, context);
        CheckAllowance($"{key}.input_tokens", headers.InputTokens, context);
        CheckAllowance($"{key}.output_tokens", headers.OutputTokens, context);
        CheckHeaderName($"{key}.retry_after_ms", headers.RetryAfterMs, context);
    }

    private static void CheckAllowance(string key, CatalogAllowanceHeaders? headers, Context context)
    {
        if (headers is null)
            return;
        CheckHeaderName($"{key}.remaining", headers.Remaining, context);
        CheckHeaderName($"{key}.limit", headers.Limit, context);
        CheckHeaderName($"{key}.reset", headers.Reset, context);
        if (headers is { Reset: null, WindowSeconds: null })
            context.Add($"{key}.reset", "is missing, and window_seconds too", "a header's name");
        if (headers.WindowSeconds is < 1 or > LongestWindowSeconds)
            context.Add($"{key}.window_seconds", $"{headers.WindowSeconds} is out of range", "1 to 86400");
    }

    private static void CheckHeaderName(string key, string? name, Context context)
    {
        if (name is not null && !TextRules.IsHeaderName(name))
            context.Add(key, $"'{name}' is not a header's name", "a header's name");
    }
}
