using System.Buffers;

namespace Godwit.Providers.Dialects.EventStreams;

/// <summary>
/// Cuts an event stream that is written piece by piece into the data of its events. What is not taken is kept until the
/// event it belongs to is whole. The holder owns the buffer and disposes it.
/// </summary>
public sealed class SseMessages : IBufferWriter<byte>, IDisposable
{
    private const int InitialSize = 16 * 1024;

    // As in a stream that is translated: more than this is no event any more.
    private const int MostEventBytes = 32 * 1024 * 1024;

    private readonly PooledBytes joined = new(MostEventBytes);
    private byte[] buffer = [];
    private SseScanner scanner;
    private int begin;
    private int position;
    private int end;

    /// <summary>An event has become larger than any is; nothing more can be read.</summary>
    public bool Overflowed { get; private set; }

    /// <inheritdoc/>
    public void Advance(int count) => end += count;

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var wanted = Math.Max(sizeHint, 1);
        if (buffer.Length - end < wanted)
        {
            MakeRoom(wanted);
        }

        return buffer.AsMemory(end);
    }

    /// <summary>
    /// Takes the data of the next whole event; valid until more is written. Comments and events without data are passed
    /// over.
    /// </summary>
    public bool TryRead(out ReadOnlyMemory<byte> data)
    {
        while (scanner.FindEnd(buffer.AsSpan(0, end), ref position))
        {
            var unit = buffer.AsMemory(begin, position - begin);
            begin = position;
            if (scanner.TrailingLineFeed || unit.Span is [(byte)':', ..])
            {
                continue;
            }

            var found = SseFields.Data(unit.Span, joined, out _);
            if (!found.IsEmpty)
            {
                data = unit.Span.Overlaps(found, out var offset) ? unit.Slice(offset, found.Length) : joined.Memory;
                return true;
            }
        }

        Overflowed |= end - begin > MostEventBytes;
        data = default;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        joined.Dispose();
        Return();
        buffer = [];
        (begin, position, end) = (0, 0, 0);
    }

    private void MakeRoom(int wanted)
    {
        var held = end - begin;
        var larger = held + wanted <= buffer.Length / 2 ? buffer
            : ArrayPool<byte>.Shared.Rent(Math.Max(2 * (held + wanted), InitialSize));
        buffer.AsSpan(begin, held).CopyTo(larger);
        if (larger != buffer)
        {
            Return();
        }

        buffer = larger;
        (begin, position, end) = (0, position - begin, held);
    }

    private void Return()
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
