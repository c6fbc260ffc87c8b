using System.Globalization;
using System.Net.Http.Headers;
using Godwit.Policy.Catalog;

namespace Godwit.Gateway.Attempts.Limits;

/// <summary>
/// Reads what an answer's headers say of one limit. Nothing is allocated, and nothing odd is believed.
/// </summary>
internal static class AllowanceHeaders
{
    // No limit has more digits, and sums of such numbers stay within a long.
    private const int MostDigits = 15;

    /// <summary>Reads the headers; false when they are not there or say nothing that can be believed.</summary>
    /// <param name="headers">The answer's.</param>
    /// <param name="names">The provider's names for them.</param>
    /// <param name="refill">How what was used comes back.</param>
    /// <param name="now">The time, in UTC ticks.</param>
    /// <param name="reading">What they say.</param>
    public static bool TryRead(
        HttpResponseHeaders headers, CatalogAllowanceHeaders? names, LimitRefill refill, long now,
        out AllowanceReading reading)
    {
        reading = default;
        if (names is null || !TryCount(headers, names.Remaining, out var left))
            return false;
        long resetAt;
        var steady = refill == LimitRefill.Steady;
        if (names.Reset is { } reset && ValueOf(headers, reset) is { } text)
        {
            if (!ResetText.TryRead(text, now, out resetAt))
                return false;
        }
        else if (names.WindowSeconds is { } window)
        {
            resetAt = now + (window * TimeSpan.TicksPerSecond);
            steady = false;
        }
        else
        {
            return false;
        }

        long? whole = names.Limit is { } limit && TryCount(headers, limit, out var all) && all > 0 && all >= left
            ? all : null;
        reading = new AllowanceReading(left, whole, resetAt, steady);
        return true;
    }

    private static bool TryCount(HttpResponseHeaders headers, string name, out long count)
    {
        count = 0;
        var text = ValueOf(headers, name).AsSpan().Trim();
        return text.Length is > 0 and <= MostDigits
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count);
    }

    // A header that comes twice says nothing.
    private static string? ValueOf(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) && values.Count == 1 ? values.ToString() : null;
}
