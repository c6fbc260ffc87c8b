using System.Globalization;
using System.Net.Http.Headers;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Streaming;

/// <summary>Figures that a provider tells in headers alone.</summary>
internal static class UsageHeaders
{
    // Moonshot's usage has what was written to a cache in one figure; which lifetime it has stands here.
    private const string CacheWriteHour = "Msh-Usage-Cache-Write-Tokens-1h";

    /// <summary>The usage with what the headers add to it.</summary>
    public static TokenUsage Complete(TokenUsage usage, HttpResponseHeaders headers) =>
        usage is { CacheWriteInputTokens: > 0 and var written, CacheWriteHourInputTokens: null }
        && headers.NonValidated.TryGetValues(CacheWriteHour, out var value)
        && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
        && hour <= written
            ? usage with { CacheWriteHourInputTokens = hour } : usage;
}
