using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Godwit.Policy.Catalog;

namespace Godwit.Gateway.Attempts.Limits;

/// <summary>What one answer said of each limit; a <see cref="AllowanceReading.ResetAt"/> of zero where it said nothing.
/// </summary>
[InlineArray((int)LimitKind.Wait)]
internal struct LimitReadings
{
    private AllowanceReading first;

    /// <summary>Reads the headers that a provider has for it.</summary>
    public static LimitReadings Read(HttpResponseHeaders headers, CatalogRateLimitHeaders names, long now)
    {
        var readings = default(LimitReadings);
        AllowanceHeaders.TryRead(headers, names.Requests, names.Refill, now, out readings[(int)LimitKind.Requests]);
        AllowanceHeaders.TryRead(headers, names.Tokens, names.Refill, now, out readings[(int)LimitKind.Tokens]);
        AllowanceHeaders.TryRead(
            headers, names.InputTokens, names.Refill, now, out readings[(int)LimitKind.InputTokens]);
        AllowanceHeaders.TryRead(
            headers, names.OutputTokens, names.Refill, now, out readings[(int)LimitKind.OutputTokens]);
        return readings;
    }
}
