using System.Collections.Immutable;
using System.Globalization;

namespace Godwit.Policy.Pricing;

/// <summary>Hours of the week at which tokens cost a part or a multiple of their price.</summary>
public sealed class PriceHours
{
    private const int DayMinutes = 24 * 60;

    private readonly int from;
    private readonly int until;
    private readonly int days;
    private readonly ImmutableArray<int> exceptDays;

    private PriceHours(int from, int until, int days, ImmutableArray<int> exceptDays, decimal factor)
    {
        (this.from, this.until, this.days, this.exceptDays) = (from, until, days, exceptDays);
        Factor = factor;
    }

    /// <summary>What token prices are multiplied with.</summary>
    public decimal Factor { get; }

    /// <summary>Compiles hours whose times are known to be right.</summary>
    public static PriceHours Compile(PriceHoursConfig hours)
    {
        var days = 0;
        foreach (var day in hours.Days ?? Enum.GetValues<Weekday>())
            days |= 1 << (int)day;
        var (from, until) = (MinuteOf(hours.From)!.Value, MinuteOf(hours.Until)!.Value);
        return new PriceHours(
            from, until > from ? until : until + DayMinutes, days,
            [.. (hours.ExceptDays ?? []).Select(d => d.DayNumber)], hours.Percent / 100m);
    }

    /// <summary>Minutes since midnight of a time such as 09:30, to 24:00; null when it is none.</summary>
    public static int? MinuteOf(string text)
    {
        if (text.Length != 5 || text[2] != ':'
            || !int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
            || !int.TryParse(text.AsSpan(3, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minute)
            || minute > 59)
            return null;
        var all = (hour * 60) + minute;
        return all <= DayMinutes ? all : null;
    }

    /// <summary>Whether an instant lies in the hours.</summary>
    public bool Holds(long utcTicks)
    {
        var day = (int)(utcTicks / TimeSpan.TicksPerDay);
        var minute = (int)(utcTicks % TimeSpan.TicksPerDay / TimeSpan.TicksPerMinute);
        // Hours that go on past midnight belong to the day they began on.
        return Begins(day, minute) || (day > 0 && Begins(day - 1, minute + DayMinutes));
    }

    /// <summary>
    /// Whether some minute of the week lies in both; days on which one does not hold are not looked at.
    /// </summary>
    public bool Overlaps(PriceHours other)
    {
        for (var minute = 0; minute < 7 * DayMinutes; minute++)
        {
            if (InWeek(minute) && other.InWeek(minute))
                return true;
        }

        return false;
    }

    private bool InWeek(int minute)
    {
        var (day, of) = (minute / DayMinutes, minute % DayMinutes);
        return (IsDay(day) && of >= from && of < until)
            || (IsDay((day + 6) % 7) && of + DayMinutes >= from && of + DayMinutes < until);
    }

    // Day 0 of the calendar was a Monday, and Sunday is the first of the week.
    private bool Begins(int day, int minute) =>
        minute >= from && minute < until && IsDay((day + 1) % 7) && !exceptDays.Contains(day);

    private bool IsDay(int weekday) => (days & (1 << weekday)) != 0;
}
