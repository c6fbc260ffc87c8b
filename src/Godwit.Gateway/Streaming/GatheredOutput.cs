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
        await body.WriteAsync(buffer.AsMemory(0, length));
        Return();
        (buffer, length) = ([], 0);
    }

    private void MakeRoom(int wanted)
    {
        if (buffer.Length - length >= wanted)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length + wanted, Math.Max(2 * length, UsualSize)));
        buffer.AsSpan(0, length).CopyTo(larger);
        Return();
        buffer = larger;
    }

    private void Return()
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
