using System.CommandLine.Parsing;
using System.Globalization;

namespace Godwit.Host.Cli;

/// <summary>Durations as people write them: <c>500ms</c>, <c>2s</c>, <c>15m</c>, <c>36h</c>, <c>30d</c>.</summary>
internal static class Duration
{
    private static readonly (string Unit, TimeSpan Size)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Reads an option's value; a wrong one becomes an error that says what is accepted.</summary>
    public static TimeSpan Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TryParse(text, out var duration))
            return duration;
        result.AddError($"'{text}' is not a duration; accepted: a number with ms, s, m, h or d, e.g. 20ms");
        return default;
    }

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var (unit, size) = Units.FirstOrDefault(u => text.EndsWith(u.Unit, StringComparison.Ordinal));
        if (unit is null || !double.TryParse(
            text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out var number))
            return false;
        if (number * size.TotalDays > 3650)
            return false;
        duration = number * size;
        return true;
    }
}
