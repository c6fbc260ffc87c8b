using System.Globalization;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>Whether what was read may take the place of the generation in use.</summary>
internal static class FeedChecks
{
    /// <summary>So many rows may come or go whatever the share: short lists change by a few.</summary>
    private const int AlwaysAllowed = 100;

    /// <exception cref="InvalidDataException">It may not; the message goes on from the feed's name.</exception>
    public static void Check(FeedOptions options, FeedRows rows, int? rowsBefore)
    {
        if (rows.Good == 0)
            throw new InvalidDataException($"it has no row that can be read{First(rows)}");
        if ((long)rows.Bad * 100 > (long)options.MaxBadPercent * (rows.Good + rows.Bad))
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"{rows.Bad} of {rows.Good + rows.Bad} rows cannot be read, more than {options.MaxBadPercent} %"
                + $"{First(rows)}"));
        }

        if (rowsBefore is not { } before)
            return;
        var change = Math.Abs((long)rows.Good - before);
        if (change > AlwaysAllowed && change * 100 > (long)options.MaxChangePercent * before)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"it has {rows.Good} rows after {before}, a change of more than {options.MaxChangePercent} %"));
        }
    }

    private static string First(FeedRows rows) => rows.Problems.Count == 0 ? "" : $"; {rows.Problems[0]}";
}
