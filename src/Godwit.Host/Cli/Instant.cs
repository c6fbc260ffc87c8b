using System.CommandLine.Parsing;
using System.Globalization;

namespace Godwit.Host.Cli;

/// <summary>Instants as people write and read them: RFC 3339.</summary>
internal static class Instant
{
    /// <summary>Reads an option's value; a wrong one becomes an error that says what is accepted.</summary>
    public static DateTimeOffset? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TryParse(text, out var instant))
            return instant;
        result.AddError($"'{text}' is not an instant; accepted: RFC 3339, e.g. 2024-07-08T23:59:59Z");
        return null;
    }

    /// <summary>Reads an instant, or a duration as that long before now.</summary>
    public static DateTimeOffset? ParseOrAgo(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Duration.TryParse(text, out var ago))
            return DateTimeOffset.UtcNow - ago;
        if (TryParse(text, out var instant))
            return instant;
        result.AddError(
            $"'{text}' is neither; accepted: an instant, e.g. 2024-07-08T00:00:00Z, or how long ago, e.g. 30d");
        return null;
    }

    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static bool TryParse(string text, out DateTimeOffset instant) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out instant);
}
