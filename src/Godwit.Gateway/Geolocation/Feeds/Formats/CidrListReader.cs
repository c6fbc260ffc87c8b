namespace Godwit.Gateway.Geolocation.Feeds.Formats;

/// <summary>Reads lists of addresses and prefixes, one a line, and both forms of Tor's list of exits.</summary>
internal static class CidrListReader
{
    private const string ExitAddress = "ExitAddress ";

    /// <summary>The other keys of an exit's paragraph in Tor's list; they name no address.</summary>
    private static readonly string[] ExitKeys = ["ExitNode ", "Published ", "LastStatus "];

    /// <summary>Reads a list of prefixes.</summary>
    public static void ReadCidr(ReadOnlySpan<byte> content, FeedClaim claim, FeedRows rows)
    {
        var lines = new TextLines(content);
        while (lines.MoveNextRow(rows))
            AddRow(lines.Line, lines.Number, claim, rows);
    }

    /// <summary>Reads a list of exits.</summary>
    public static void ReadTorExits(ReadOnlySpan<byte> content, FeedClaim claim, FeedRows rows)
    {
        var lines = new TextLines(content);
        while (lines.MoveNextRow(rows))
        {
            var line = lines.Line;
            if (IsOtherKey(line))
                continue;
            // ExitAddress 192.0.2.1 2026-08-22 10:00:00
            if (line.StartsWith(ExitAddress))
                line = line[ExitAddress.Length..];
            AddRow(line, lines.Number, claim, rows);
        }
    }

    private static void AddRow(ReadOnlySpan<char> line, int number, FeedClaim claim, FeedRows rows)
    {
        // What follows the prefix is the list's own remark.
        var end = line.IndexOfAny(" \t#;,");
        if (FeedPrefix.TryParse(end < 0 ? line : line[..end], out var prefix, out var problem))
        {
            rows.AddGood();
            rows.Add(prefix, claim);
        }
        else
        {
            rows.AddBad(number, problem);
        }
    }

    private static bool IsOtherKey(ReadOnlySpan<char> line)
    {
        foreach (var key in ExitKeys)
        {
            if (line.StartsWith(key))
                return true;
        }

        return false;
    }
}
