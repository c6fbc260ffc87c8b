using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;

namespace Godwit.Providers.Dialects.Tapping;

/// <summary>
/// Looks at a streamed answer while it is relayed, chunk by chunk, split anywhere. Whole events are looked at in
/// place; only an event that a chunk ends inside of is carried, up to 1 MiB, past which it is not looked at. Allocates
/// nothing per chunk. One per stream at a time; <see cref="Reset"/> makes it ready for the next.
/// </summary>
public sealed class SseTap(AnswerLook look) : IDisposable
{
    private const int MostCarriedBytes = 1024 * 1024;

    private readonly PooledBytes partial = new(MostCarriedBytes);
    private readonly PooledBytes joined = new(MostCarriedBytes);
    private readonly EventFrame frame = new();
    private AnswerLook look = look;
    private SseScanner scanner;
    private bool begun;

    /// <summary>What was learnt so far.</summary>
    public TappedAnswer Answer { get; } = new();

    /// <summary>The stream said that it is over.</summary>
    public bool Done { get; private set; }

    /// <summary>Events whose data was no JSON; they are relayed all the same.</summary>
    public int MalformedEvents { get; private set; }

    /// <summary>The bytes so far end inside an event.</summary>
    public bool InsideEvent => scanner.InsideUnit;

    /// <summary>The event the bytes end inside of; empty when it is too long to be carried.</summary>
    internal ReadOnlySpan<byte> Partial => partial.Span;

    /// <summary>Looks at the next bytes.</summary>
    public void Feed(ReadOnlySpan<byte> chunk)
    {
        var position = 0;
        while (TryNext(chunk, ref position, out _))
        {
            // Looking is all there is to do.
        }
    }

    /// <summary>Looks at what is left when the stream ends without a blank line.</summary>
    public void Complete() => CompleteUnit();

    /// <summary>Forgets everything, for the next stream, which may be of another dialect.</summary>
    public void Reset(AnswerLook next)
    {
        look = next;
        Answer.Reset();
        partial.Clear();
        frame.Clear();
        scanner = default;
        (Done, MalformedEvents, begun) = (false, 0, false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        partial.Dispose();
        joined.Dispose();
        frame.Dispose();
    }

    /// <summary>Finds the next unit that ends in the chunk; when none does, the rest is carried.</summary>
    internal bool TryNext(ReadOnlySpan<byte> chunk, ref int position, out SseUnit unit)
    {
        var start = position;
        var carried = scanner.InsideUnit;
        if (!scanner.FindEnd(chunk, ref position))
        {
            if (scanner.InsideUnit)
            {
                partial.Append(chunk[start..]);
            }

            unit = default;
            return false;
        }

        var bytes = chunk[start..position];
        if (carried)
        {
            partial.Append(bytes);
            bytes = partial.Span;
        }

        var usageOnly = Look(bytes) && SseUsageFilter.MayBeUsageOnly(bytes);
        unit = new SseUnit(start, usageOnly, scanner.TrailingLineFeed);
        partial.Clear();
        return true;
    }

    /// <summary>Ends the unit under way; true when it bears usage and nothing else.</summary>
    internal bool CompleteUnit()
    {
        var usageOnly = scanner.InsideUnit && Look(partial.Span) && SseUsageFilter.MayBeUsageOnly(partial.Span);
        partial.Clear();
        scanner = default;
        return usageOnly;
    }

    private bool Look(ReadOnlySpan<byte> unit)
    {
        if (!begun && unit.StartsWith("\uFEFF"u8))
        {
            unit = unit[3..];
        }

        begun = true;
        var data = SseFields.Data(unit, joined, out var name);
        if (data.IsEmpty)
        {
            return false;
        }

        if (frame.TryText(name, data, out var text))
        {
            Answer.Output.AddEscaped(text);
            return false;
        }

        if (look.IsEnd(name, data))
        {
            Done = true;
        }

        Measure(name, data);
        if (!Answer.ContentSeen || look.IsWorthParsing(name, data))
        {
            return Parse(name, data);
        }

        frame.Learn(name, data, look);
        return false;
    }

    private void Measure(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        try
        {
            look.Measure(name, data, Answer.Output);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Parsing counts it, if it matters.
        }
    }

    private bool Parse(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        try
        {
            return look.ReadEvent(name, data, Answer);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            MalformedEvents++;
            return false;
        }
    }
}
