using System.Runtime.CompilerServices;
using System.Text;

namespace Godwit.Gateway.Geolocation.Feeds.Formats;

/// <summary>Walks the lines of a text feed without making a string of each.</summary>
internal ref struct TextLines
{
    private const int MaxLength = 4096;

    private readonly char[] buffer = new char[MaxLength];
    private ReadOnlySpan<byte> rest;

    /// <exception cref="InvalidDataException">The text is not UTF-8.</exception>
    public TextLines(ReadOnlySpan<byte> content)
    {
        if (content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new InvalidDataException("it is written in UTF-16; feeds are UTF-8");
        if (content.Contains((byte)0))
            throw new InvalidDataException("it is binary, not text");
        rest = content is [0xEF, 0xBB, 0xBF, ..] ? content[3..] : content;
    }

    /// <summary>Number of the current line, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The current line without the white space around it.</summary>
    public ReadOnlySpan<char> Line { get; private set; }

    /// <summary>True when the line is longer than any row; the line is then cut.</summary>
    public bool IsTooLong { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool MoveNext()
    {
        if (rest.IsEmpty)
            return false;
        var end = rest.IndexOf((byte)'\n');
        var line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        Number++;
        IsTooLong = line.Length > MaxLength;
        // A cut inside a sign reads as the replacement character, and no more chars than bytes ever come out.
        var count = Encoding.UTF8.GetChars(line[..Math.Min(line.Length, MaxLength)], buffer);
        Line = buffer.AsSpan(0, count).Trim();
        return true;
    }

    /// <summary>The next line that is neither empty nor a comment; cut lines are counted as bad.</summary>
    public bool MoveNextRow(FeedRows rows)
    {
        while (MoveNext())
        {
            if (Line.IsEmpty || Line[0] is '#' or ';')
                continue;
            if (!IsTooLong)
                return true;
            rows.AddBad(Number, "is longer than any row");
        }

        return false;
    }
}
