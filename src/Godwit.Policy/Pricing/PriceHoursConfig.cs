using System.ComponentModel;
using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Pricing;

/// <summary>Hours of the day, in UTC, at which tokens cost a percentage of their price.</summary>
public sealed record PriceHoursConfig
{
    [Description("Days of the week the hours begin on, in UTC. Absent: every day.")]
    public IReadOnlyList<Weekday>? Days { get; init; }

    [Description("Days on which they do not hold, such as public holidays.")]
    public IReadOnlyList<DateOnly>? ExceptDays { get; init; }

    [Description("First minute, UTC, e.g. 01:00.")]
    public required string From { get; init; }

    [Description("First minute after them, UTC, to 24:00; hours that end before they begin go on past midnight.")]
    public required string Until { get; init; }

    [Description("Percent of the token prices, e.g. 200 for double or 50 for half.")]
    public required decimal Percent { get; init; }
}

/// <summary>A day of the week.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Weekday>))]
public enum Weekday
{
    Sunday,
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
}
