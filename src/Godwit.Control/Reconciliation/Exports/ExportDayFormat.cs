using System.Globalization;

namespace Godwit.Control.Reconciliation.Exports;

/// <summary>Reads the day of a line.</summary>
internal static class ExportDayFormat
{
    public const string Iso = "iso";
    public const string UnixSeconds = "unix_seconds";

    // 1970 to 9999.
    private const long MostSeconds = 253_402_300_799;

    /// <summary>The day by the first format that fits; null when none does.</summary>
    public static DateOnly? Read(string text, IReadOnlyList<string> formats, TimeZoneInfo zone)
    {
        foreach (var format in formats)
        {
            var day = format switch
            {
                Iso => ReadIso(text, zone),
                UnixSeconds => ReadSeconds(text, zone),
                _ => DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, default, out var exact)
                    ? exact : (DateOnly?)null,
            };
            if (day is not null)
                return day;
        }

        return null;
    }

    private static DateOnly? ReadSeconds(string text, TimeZoneInfo zone) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MostSeconds
            ? DayOf(DateTimeOffset.FromUnixTimeSeconds(seconds), zone)
            : null;

    // An instant that says no offset is one of the export's own time zone: its day is what it says.
    private static DateOnly? ReadIso(string text, TimeZoneInfo zone)
    {
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !DateOnly.TryParseExact(
                text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out var day))
            return null;
        if (text.Length == 10)
            return day;
        var hasOffset = text.EndsWith('Z') || (text.Length > 16 && text[^6] is '+' or '-' && text[^3] == ':');
        return !DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? null
            : hasOffset ? DayOf(instant, zone)
            : day;
    }

    private static DateOnly DayOf(DateTimeOffset instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
