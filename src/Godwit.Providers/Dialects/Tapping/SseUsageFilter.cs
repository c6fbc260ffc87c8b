namespace Godwit.Providers.Dialects.Tapping;

/// <summary>
/// Takes the usage-only event out of a stream for a client that did not ask for it: the one with an empty list of
/// choices and with usage. All else passes byte for byte and at once; held back is only the beginning of an event that
/// may still turn out to be that one. Nothing is copied but that beginning.
/// </summary>
public sealed class SseUsageFilter(SseTap tap) : IDisposable
{
    // The event that is looked for has some 500 bytes. Longer ones are another's, and are not held.
    private const int MostHeldBytes = 16 * 1024;

    private ReadOnlyMemory<byte>[] pieces = new ReadOnlyMemory<byte>[4];
    private PooledBytes held = new(MostHeldBytes);
    private PooledBytes released = new(MostHeldBytes);
    private int count;
    private bool passing;
    private bool removed;

    /// <summary>The client's bytes so far end inside an event: one put after them needs a blank line first.</summary>
    public bool InsideEvent => tap.InsideEvent && passing;

    /// <summary>Looks at the next bytes, with the tap, and says which to relay.</summary>
    public SseRelay Feed(ReadOnlyMemory<byte> chunk)
    {
        count = 0;
        var bytes = chunk.Span;
        int position = 0, from = 0, end = 0;
        while (tap.TryNext(bytes, ref position, out var unit))
        {
            removed = unit.TrailingLineFeed ? removed : unit.UsageOnly && !passing;
            if (removed)
            {
                Add(chunk[from..unit.Start]);
                held.Clear();
                from = position;
            }
            else
            {
                Release();
            }

            passing = false;
            end = position;
        }

        if (tap.InsideEvent)
        {
            if (!passing && MayBeUsageOnly(tap.Partial))
            {
                Add(chunk[from..end]);
                held.Append(bytes[end..]);
                return new SseRelay(pieces, count);
            }

            Release();
            passing = true;
        }

        Add(chunk[from..]);
        return new SseRelay(pieces, count);
    }

    /// <summary>The stream has ended: what is held is relayed, unless it is what was to be taken out.</summary>
    public SseRelay Complete()
    {
        count = 0;
        if (tap.CompleteUnit())
        {
            held.Clear();
        }

        Release();
        return new SseRelay(pieces, count);
    }

    /// <summary>Forgets everything, for the next stream; the tap is reset by its owner.</summary>
    public void Reset()
    {
        held.Clear();
        Array.Clear(pieces);
        (count, passing, removed) = (0, false, false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        held.Dispose();
        released.Dispose();
    }

    /// <summary>
    /// Whether the beginning of an event leaves open that its choices are empty. Once it does not, no longer beginning
    /// of the same event does: how a stream is split never decides what is taken out.
    /// </summary>
    internal static bool MayBeUsageOnly(ReadOnlySpan<byte> partial)
    {
        // [DONE] and other data that is no object pass.
        if (partial.Length is 0 or > MostHeldBytes || partial[0] == ':'
            || (partial.StartsWith("data:"u8) && partial[5..].TrimStart((byte)' ') is not ([] or [(byte)'{', ..])))
        {
            return false;
        }

        var choices = partial.IndexOf("\"choices\""u8);
        if (choices < 0)
        {
            return true;
        }

        // A line's end leaves it open too: the value may go on in the next data line.
        var rest = partial[(choices + "\"choices\"".Length)..].TrimStart(": \t"u8);
        return rest is [] or [(byte)'\r' or (byte)'\n', ..]
            || (rest[0] == '[' && rest[1..].TrimStart(" \t"u8) is [] or [(byte)']' or (byte)'\r' or (byte)'\n', ..]);
    }

    // What was held belongs to the first unit of a chunk, so it always comes before the chunk's own bytes. The two
    // buffers change places because the released one is read until the next feed, while the other may hold again.
    private void Release()
    {
        if (held.Length > 0)
        {
            (held, released) = (released, held);
            held.Clear();
            Add(released.Memory);
        }
    }

    private void Add(ReadOnlyMemory<byte> piece)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        if (count == pieces.Length)
        {
            Array.Resize(ref pieces, 2 * count);
        }

        pieces[count++] = piece;
    }
}
