using System.Globalization;

namespace Godwit.Control.Reconciliation;

/// <summary>Time zones as people write them.</summary>
public static class TimeZoneText
{
    public const string Accepted = "UTC, an offset such as +08:00, or an IANA name such as Asia/Shanghai";

    /// <summary>The time zone; null when there is none of that name here.</summary>
    public static TimeZoneInfo? Parse(string text)
    {
        if (text is "UTC" or "Z")
            return TimeZoneInfo.Utc;
        if (text.Length == 6 && text[0] is '+' or '-')
            return TimeSpan.TryParseExact(text.AsSpan(1), @"hh\:mm", CultureInfo.InvariantCulture, out var offset)
                && offset <= TimeSpan.FromHours(14)
                ? TimeZoneInfo.CreateCustomTimeZone(text, text[0] == '-' ? -offset : offset, text, text)
                : null;
        return TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) ? zone : null;
    }

    /// <summary>The first instant of a day.</summary>
    public static DateTimeOffset Midnight(this TimeZoneInfo zone, DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        // Some zones put their clocks forward at midnight: the day begins where the gap ends.
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local.Ticks - offset.Ticks, TimeSpan.Zero);
    }
}
