namespace Godwit.Providers.Dialects.Tapping;

/// <summary>
/// What the events of a stream that tell nothing but a text have in common: all but the text. Almost every event is
/// such a one, and two comparisons tell it, where looking for what it might bear takes five searches.
/// </summary>
internal sealed class EventFrame : IDisposable
{
    private const int MostBytes = 1024;

    // Whose frame is another each time, such as that of log probabilities, has none.
    private const int MostFrames = 8;

    private readonly PooledBytes bytes = new(MostBytes);
    private int nameLength;
    private int start;
    private bool padded;
    private int learnt;

    private ReadOnlySpan<byte> Name => bytes.Span[..nameLength];

    private ReadOnlySpan<byte> Before => bytes.Span[nameLength..start];

    private ReadOnlySpan<byte> Behind => bytes.Span[start..];

    /// <summary>The text of an event, as it stands in its JSON, if the event has the frame.</summary>
    public bool TryText(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (bytes.Length == 0 || !data.StartsWith(Before) || !name.SequenceEqual(Name))
        {
            return false;
        }

        var rest = data[Before.Length..];
        if (EventText.EndIn(rest) is var end && end < 0)
        {
            return false;
        }

        text = rest[..end];
        rest = rest[end..];
        return padded ? rest.StartsWith(Behind) && IsPadding(rest[Behind.Length..]) : rest.SequenceEqual(Behind);
    }

    /// <summary>Takes the frame of an event that was found to tell nothing but its text.</summary>
    public void Learn(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, AnswerLook look)
    {
        if (learnt == MostFrames)
        {
            return;
        }

        learnt++;
        bytes.Clear();
        if (look.TextOf(data) is not { } place)
        {
            return;
        }

        bytes.Append(name);
        bytes.Append(data[..place.Start]);
        bytes.Append(data[place.End..place.Until]);
        (nameLength, start, padded) = (name.Length, name.Length + place.Start, place.Until < data.Length);
    }

    /// <summary>Forgets the frame, for the next stream.</summary>
    public void Clear()
    {
        bytes.Clear();
        learnt = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => bytes.Dispose();

    private static bool IsPadding(ReadOnlySpan<byte> rest) =>
        EventText.EndIn(rest) is var end and >= 0 && rest[end..].SequenceEqual("\"}"u8);
}
