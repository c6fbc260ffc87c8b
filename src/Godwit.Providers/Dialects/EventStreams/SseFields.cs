namespace Godwit.Providers.Dialects.EventStreams;

/// <summary>Takes an event of an event stream apart.</summary>
internal static class SseFields
{
    /// <summary>The event's data: in place when it is one line, as it always is in practice; else joined.</summary>
    /// <param name="unit">The event.</param>
    /// <param name="joined">Where several lines are joined.</param>
    /// <param name="name">The event's name; empty when it has none.</param>
    public static ReadOnlySpan<byte> Data(
        ReadOnlySpan<byte> unit, PooledBytes joined, out ReadOnlySpan<byte> name)
    {
        name = default;
        joined.Clear();
        ReadOnlySpan<byte> data = default;
        var lines = 0;
        while (unit.Length > 0)
        {
            var end = unit.IndexOfAny((byte)'\r', (byte)'\n');
            var line = end < 0 ? unit : unit[..end];
            unit = end < 0 ? default : unit[(end + 1)..];
            if (line.StartsWith("data:"u8))
            {
                var value = Value(line[5..]);
                if (++lines == 2)
                {
                    joined.Append(data);
                }

                if (lines > 1)
                {
                    joined.Append("\n"u8);
                    joined.Append(value);
                }

                data = value;
            }
            else if (line.StartsWith("event:"u8))
            {
                name = Value(line[6..]);
            }
        }

        return lines > 1 ? joined.Span : data;
    }

    // One space after the colon is not part of the value (WHATWG HTML, 9.2.6).
    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text) => text is [(byte)' ', ..] ? text[1..] : text;
}
