using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Feeds.Formats;

/// <summary>
/// Reads RFC 8805 geofeeds, and Apple's list of relay exits, which has the same columns: prefix, territory,
/// subdivision, city.
/// </summary>
internal static class GeofeedReader
{
    public static void Read(ReadOnlySpan<byte> content, NetworkKinds kinds, FeedRows rows)
    {
        var lines = new TextLines(content);
        while (lines.MoveNextRow(rows))
        {
            var row = new CsvRow(lines.Line, ',');
            if (Problem(row, out var prefix, out var territory, out var subdivision) is { } problem)
            {
                rows.AddBad(lines.Number, problem);
                continue;
            }

            rows.AddGood();
            // An empty territory is legal: the operator asks that the range be located nowhere.
            rows.Add(prefix, new FeedClaim(kinds, territory, subdivision, null));
        }
    }

    private static string? Problem(
        CsvRow row, out FeedPrefix prefix, out TerritoryCode territory, out SubdivisionCode subdivision)
    {
        (prefix, territory, subdivision) = (default, default, default);
        if (!row.IsWhole || row.Count < 2)
            return "is no row of prefix, territory, subdivision, city";
        if (!FeedPrefix.TryParse(row[0], out prefix, out var problem))
            return problem;
        var code = row[1];
        var part = row[2];
        // Data sets are read leniently elsewhere; here the network's operator speaks, and a code that is not assigned
        // is a mistake of its own.
        if (!code.IsEmpty && !(TerritoryCode.TryParse(code, out territory) && TerritoryCatalog.IsKnown(territory)))
            return $"'{Shorten(code)}' is no ISO 3166-1 code";
        if (part.IsEmpty)
            return null;
        if (!SubdivisionCode.TryParse(part, out subdivision))
            return $"'{Shorten(part)}' is no ISO 3166-2 code";
        return subdivision.Territory == territory ? null : $"'{subdivision}' is no part of '{Shorten(code)}'";
    }

    private static string Shorten(ReadOnlySpan<char> text) => text[..Math.Min(text.Length, 20)].ToString();
}
