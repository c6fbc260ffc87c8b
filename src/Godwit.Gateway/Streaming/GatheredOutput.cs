using System.Buffers;
using System.IO.Pipelines;

namespace Godwit.Gateway.Streaming;

/// <summary>
/// Gathers the small pieces of which events are written, and hands them on in one: the server's own writer takes a
/// lock for each. Between flushes that are far apart it holds no memory.
/// </summary>
internal sealed class GatheredOutput(PipeWriter body) : IBufferWriter<byte>
{
    private const int UsualSize = 4 * 1024;
    private byte[] buffer = [];
    private int length;

    public void Advance(int count) => length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(Math.Max(sizeHint, 1));
        return buffer.AsMemory(length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(Math.Max(sizeHint, 1));
        return buffer.AsSpan(length);
    }

    /// <summary>Sends what was gathered.</summary>
    public async ValueTask FlushAsync()
    {
        // Forgotten before: what a flush that fails has passed on must not be sent again.
        var (gathered, count) = (buffer, length);
        (buffer, length) = ([], 0);
        await body.WriteAsync(gathered.AsMemory(0, count));
        Return(gathered);
    }

    private void MakeRoom(int wanted)
    {
        if (buffer.Length - length >= wanted)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length + wanted, Math.Max(2 * length, UsualSize)));
        buffer.AsSpan(0, length).CopyTo(larger);
        Return(buffer);
        buffer = larger;
    }

    private static void Return(byte[] rented)
    {
        if (rented.Length > 0)
            ArrayPool<byte>.Shared.Return(rented);
    }
}
