namespace Godwit.Providers.Dialects.EventStreams;

/// <summary>
/// Finds where the units of an event stream end: an event with its blank line, or a comment line, which stands by
/// itself so that a keep-alive is never taken for the beginning of an event. Lines end with LF, CRLF or CR, split
/// anywhere.
/// </summary>
internal struct SseScanner
{
    private bool comment;
    private bool lineHasBytes;
    private bool afterCarriageReturn;

    /// <summary>A unit has begun and not ended.</summary>
    public bool InsideUnit { get; private set; }

    /// <summary>The unit that was found is only the LF of a CRLF whose CR ended the unit before.</summary>
    public bool TrailingLineFeed { get; private set; }

    /// <summary>Goes on to the end of the unit under way; false when the chunk ends first.</summary>
    public bool FindEnd(ReadOnlySpan<byte> chunk, ref int position)
    {
        TrailingLineFeed = false;
        if (position < chunk.Length && afterCarriageReturn)
        {
            afterCarriageReturn = false;
            if (chunk[position] == '\n')
            {
                position++;
                TrailingLineFeed = !InsideUnit;
                if (TrailingLineFeed)
                {
                    return true;
                }
            }
        }

        if (position < chunk.Length && !InsideUnit)
        {
            InsideUnit = true;
            lineHasBytes = false;
            comment = chunk[position] == ':';
        }

        while (position < chunk.Length)
        {
            var length = chunk[position..].IndexOfAny((byte)'\r', (byte)'\n');
            if (length < 0)
            {
                lineHasBytes = true;
                position = chunk.Length;
                return false;
            }

            var blank = length == 0 && !lineHasBytes;
            lineHasBytes = false;
            position += length;
            EndLine(chunk, ref position);
            if (blank || comment)
            {
                InsideUnit = false;
                return true;
            }
        }

        return false;
    }

    private void EndLine(ReadOnlySpan<byte> chunk, ref int position)
    {
        var carriageReturn = chunk[position++] == '\r';
        if (carriageReturn && position < chunk.Length)
        {
            position += chunk[position] == '\n' ? 1 : 0;
        }
        else
        {
            afterCarriageReturn = carriageReturn;
        }
    }
}
