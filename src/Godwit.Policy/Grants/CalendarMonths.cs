namespace Godwit.Policy.Grants;

/// <summary>Calendar months of a time zone: one follows the other without gap or overlap.</summary>
public static class CalendarMonths
{
    private const int Last = 9999 * 12;

    /// <summary>The month an instant lies in: its first UTC tick, and the first one of the next.</summary>
    public static (long Start, long Next) Of(long utcTicks, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(new DateTime(utcTicks, DateTimeKind.Utc), zone);
        var month = (local.Year * 12) + local.Month - 1;
        // Clocks that are put back over midnight show the last day of a month that has ended already.
        if (utcTicks < StartOf(month, zone))
            month--;
        else if (utcTicks >= StartOf(month + 1, zone))
            month++;
        return (StartOf(month, zone), StartOf(month + 1, zone));
    }

    // The first instant whose local time is midnight of the first day, or the first one after it where clocks skip it.
    private static long StartOf(int month, TimeZoneInfo zone)
    {
        if (month < 12)
            return 0;
        if (month >= Last + 12)
            return DateTime.MaxValue.Ticks;
        var local = new DateTime(month / 12, (month % 12) + 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return Math.Clamp(local.Ticks - offset.Ticks, 0, DateTime.MaxValue.Ticks);
    }
}
