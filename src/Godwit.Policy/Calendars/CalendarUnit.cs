using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Calendars;

/// <summary>What calendars are cut into; weeks begin on Monday.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CalendarUnit>))]
public enum CalendarUnit
{
    Day,
    Week,
    Month,
    Year,
}
