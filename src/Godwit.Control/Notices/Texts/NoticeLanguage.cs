using System.Globalization;
using Godwit.Policy.Territories;

namespace Godwit.Control.Notices.Texts;

/// <summary>How one language writes instants, numbers and territories; the runtime carries no such data.</summary>
internal sealed record NoticeLanguage
{
    private static readonly PersianCalendar Persian = new();

    /// <summary>BCP 47.</summary>
    public required string Tag { get; init; }

    public bool RightToLeft { get; init; }

    /// <summary>A day: {0} day, {1} month, {2} year, and {4} to {6} the same in the Persian calendar.</summary>
    public required string DayPattern { get; init; }

    /// <summary>An instant: {0} as <see cref="DayPattern"/> makes it, {1} the time of day.</summary>
    public required string InstantPattern { get; init; }

    /// <summary>Twelve names, between spaces.</summary>
    public required string Months { get; init; }

    /// <summary>Twelve names of the Persian calendar, between spaces; null where it is not used.</summary>
    public string? PersianMonths { get; init; }

    /// <summary>How the first day of a month is written.</summary>
    public string FirstDay { get; init; } = "1";

    public required string GroupSeparator { get; init; }

    public string DecimalSeparator { get; init; } = ".";

    /// <summary>The ten digits, where they are not 0 to 9.</summary>
    public string? Digits { get; init; }

    /// <summary>Names of territories that often stand in policies; the others have their English name.</summary>
    public required IReadOnlyDictionary<string, string> Territories { get; init; }

    /// <summary>The day in UTC, written out.</summary>
    public string Day(DateTimeOffset instant) => WithDigits(PlainDay(instant.UtcDateTime));

    /// <summary>The instant in UTC, written out.</summary>
    public string Instant(DateTimeOffset instant)
    {
        var time = instant.UtcDateTime.ToString(
            instant.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);
        return WithDigits(string.Format(
            CultureInfo.InvariantCulture, InstantPattern, PlainDay(instant.UtcDateTime), time));
    }

    /// <summary>A number with as many decimals as it has, six at most.</summary>
    public string Number(decimal value) => WithDigits(value.ToString("#,0.######", new NumberFormatInfo
    {
        NumberGroupSeparator = GroupSeparator, NumberDecimalSeparator = DecimalSeparator,
    }));

    /// <summary>Name of a territory or a part of one; its code when it has no name here.</summary>
    public string Territory(string code) =>
        Territories.GetValueOrDefault(code)
        ?? (TerritoryCode.TryParse(code, out var known) ? TerritoryCatalog.Name(known) : null)
        ?? code;

    private string PlainDay(DateTime day)
    {
        object[] parts =
        [
            day.Day == 1 ? FirstDay : day.Day, Months.Split(' ')[day.Month - 1], day.Year, "",
            Persian.GetDayOfMonth(day), PersianMonths?.Split(' ')[Persian.GetMonth(day) - 1] ?? "",
            Persian.GetYear(day),
        ];
        return string.Format(CultureInfo.InvariantCulture, DayPattern, parts);
    }

    private string WithDigits(string text) => Digits is not { } digits
        ? text
        : string.Concat(text.Select(c => char.IsAsciiDigit(c) ? digits[c - '0'] : c));
}
