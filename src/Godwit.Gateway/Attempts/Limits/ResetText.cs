using System.Buffers;
using System.Globalization;

namespace Godwit.Gateway.Attempts.Limits;

/// <summary>
/// Reads when a limit is whole again: an instant (RFC 3339), seconds, or a duration as <c>1s</c>, <c>12ms</c>,
/// <c>6m0s</c>. Which it is shows in the text itself.
/// </summary>
internal static class ResetText
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";
    private const double SecondsPerDay = 24 * 3600;

    // Nothing that is limited by the minute or the day is further away.
    private const double MostSeconds = 31 * SecondsPerDay;
    private const int MostChars = 40;

    private static readonly SearchValues<char> NumberChars = SearchValues.Create("0123456789.");

    /// <summary>Reads a text; false when it is none of these, not ahead, or too far ahead to be true.</summary>
    /// <param name="text">The header's value.</param>
    /// <param name="now">The time, in UTC ticks.</param>
    /// <param name="at">The instant, in UTC ticks.</param>
    public static bool TryRead(ReadOnlySpan<char> text, long now, out long at)
    {
        at = 0;
        text = text.Trim();
        if (text.Length is 0 or > MostChars)
            return false;
        double seconds;
        if (text.Length > 10 && text[4] == '-')
        {
            if (!DateTimeOffset.TryParseExact(
                text, Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
                return false;
            seconds = (double)(instant.UtcTicks - now) / TimeSpan.TicksPerSecond;
        }
        else if (!TryReadDuration(text, out seconds))
        {
            return false;
        }

        if (seconds is not (> 0 and <= MostSeconds))
            return false;
        at = now + Math.Max(1, (long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    private static bool TryReadDuration(ReadOnlySpan<char> text, out double seconds)
    {
        seconds = 0;
        if (text[^1] is >= '0' and <= '9')
            return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds);
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAnyExcept(NumberChars);
            if (end <= 0 || !double.TryParse(
                text[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return false;
            text = text[end..];
            end = text.IndexOfAny(NumberChars);
            var unit = end < 0 ? text : text[..end];
            if (SecondsOf(unit) is not { } factor)
                return false;
            seconds += number * factor;
            text = text[unit.Length..];
        }

        return true;
    }

    private static double? SecondsOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1e-9,
        "us" or "µs" => 1e-6,
        "ms" => 1e-3,
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => SecondsPerDay,
        _ => null,
    };
}
