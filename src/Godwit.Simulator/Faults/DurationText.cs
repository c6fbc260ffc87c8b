using System.Globalization;

namespace Godwit.Simulator.Faults;

/// <summary>Durations as people write them: <c>500ms</c>, <c>2s</c>, <c>1.5m</c>; a bare number is seconds.</summary>
internal static class DurationText
{
    private static readonly (string Unit, double Milliseconds)[] Units =
        [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        (string unit, double milliseconds) = Units.FirstOrDefault(u => text.EndsWith(u.Unit, StringComparison.Ordinal));
        ReadOnlySpan<char> number = text.AsSpan(0, text.Length - (unit?.Length ?? 0));
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value))
        {
            return false;
        }

        double total = value * (unit is null ? 1000 : milliseconds);
        if (total > TimeSpan.FromDays(1).TotalMilliseconds)
        {
            return false;
        }

        duration = TimeSpan.FromMilliseconds(total);
        return true;
    }

    public static string Format(TimeSpan duration) =>
        duration.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture) + "ms";
}
