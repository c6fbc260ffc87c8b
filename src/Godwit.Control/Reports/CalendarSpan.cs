using System.Collections.Immutable;
using System.Globalization;

namespace Godwit.Control.Reports;

/// <summary>Hours, days and months of a time zone, as a dimension of requests.</summary>
/// <param name="Name">As people write it.</param>
/// <param name="Format">How one of them is written.</param>
internal sealed record CalendarSpan(string Name, string Format)
{
    public static ImmutableArray<CalendarSpan> All { get; } =
    [
        // With its offset from UTC: where the clock is put back, an hour comes twice.
        new("hour", "yyyy-MM-dd'T'HHzzz"),
        new("day", "yyyy-MM-dd"),
        new("month", "yyyy-MM"),
    ];

    public static CalendarSpan? Find(string name) => All.FirstOrDefault(span => span.Name == name);

    /// <summary>The span that an instant lies in.</summary>
    public string Of(DateTimeOffset instant, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString(Format, CultureInfo.InvariantCulture);
}
