namespace Godwit.Gateway.Geolocation.Feeds.Formats;

/// <summary>The fields of a line of text, found without copying it.</summary>
internal ref struct CsvRow
{
    private const int MostFields = 64;

    private readonly ReadOnlySpan<char> line;
    private Fields fields;

    public CsvRow(ReadOnlySpan<char> line, char delimiter)
    {
        this.line = line;
        var at = 0;
        while (Count < MostFields)
        {
            fields[Count++] = ReadField(line, delimiter, ref at);
            if (at >= line.Length)
            {
                IsWhole = at == line.Length;
                break;
            }

            at++;
            if (at == line.Length && Count < MostFields)
            {
                fields[Count++] = at..at;
                IsWhole = true;
                break;
            }
        }
    }

    public int Count { get; private set; }

    /// <summary>False when a quote is not closed, or there are more fields than any feed has.</summary>
    public bool IsWhole { get; }

    /// <summary>A field without white space and quotes around it; empty when there is none at that place.</summary>
    public readonly ReadOnlySpan<char> this[int place] =>
        (uint)place < (uint)Count ? line[fields[place]].Trim() : default;

    /// <summary>Leaves <paramref name="at"/> at the delimiter or the end; past the end for an open quote.</summary>
    private static Range ReadField(ReadOnlySpan<char> line, char delimiter, ref int at)
    {
        var start = at;
        while (start < line.Length && line[start] == ' ')
            start++;
        if (start < line.Length && line[start] == '"')
        {
            var quote = start + 1;
            while (true)
            {
                var close = line[quote..].IndexOf('"');
                if (close < 0)
                {
                    at = line.Length + 1;
                    return (start + 1)..line.Length;
                }

                quote += close + 1;
                if (quote >= line.Length || line[quote] != '"')
                    break;
                quote++;
            }

            var next = line[quote..].IndexOf(delimiter);
            at = next < 0 ? line.Length : quote + next;
            return (start + 1)..(quote - 1);
        }

        var end = line[at..].IndexOf(delimiter);
        var from = at;
        at = end < 0 ? line.Length : at + end;
        return from..at;
    }

    [System.Runtime.CompilerServices.InlineArray(MostFields)]
    private struct Fields
    {
        private Range first;
    }
}
