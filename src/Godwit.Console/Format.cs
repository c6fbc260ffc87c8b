using System.Globalization;

namespace Godwit.Console;

/// <summary>How values are shown: the same for every reader, whatever the machine's culture.</summary>
internal static class Format
{
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Bytes(long value) => value switch
    {
        < 10_000 => $"{Number(value)} B",
        < 10_000_000 => $"{Number(value / 1000)} kB",
        _ => $"{Number(value / 1_000_000)} MB",
    };
}
