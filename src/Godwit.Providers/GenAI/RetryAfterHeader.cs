using System.Globalization;

namespace Godwit.Providers.GenAI;

/// <summary>Reads a <c>Retry-After</c> header: seconds or an HTTP date (RFC 9110, 10.2.3).</summary>
public static class RetryAfterHeader
{
    // A provider that says more is not waited for anyway; this keeps the arithmetic safe.
    private const double MostSeconds = 30 * 24 * 3600;

    /// <summary>The time to wait by a header that counts milliseconds; null when zero or not understood.</summary>
    public static TimeSpan? ParseMilliseconds(string? value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds > 0
            ? TimeSpan.FromSeconds(Math.Min(milliseconds / 1000, MostSeconds))
            : null;

    /// <summary>The time to wait from <paramref name="now"/>; null when absent or not understood.</summary>
    public static TimeSpan? Parse(string? value, DateTimeOffset now)
    {
        if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(Math.Min(seconds, MostSeconds));
        }

        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal;
        return DateTimeOffset.TryParseExact(value, "r", CultureInfo.InvariantCulture, utc, out var date)
            ? TimeSpan.FromSeconds(Math.Clamp((date - now).TotalSeconds, 0, MostSeconds))
            : null;
    }
}
