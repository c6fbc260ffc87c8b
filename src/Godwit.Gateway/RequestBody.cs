using System.Buffers;

namespace Godwit.Gateway;

/// <summary>
/// A request's whole body in one rented array: it is patched in place and may be sent more than once.
/// </summary>
internal sealed class RequestBody : IBufferWriter<byte>
{
    private const int InitialSize = 4096;
    private byte[] buffer = [];
    private bool lent;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => buffer.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => buffer.AsSpan(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(Math.Max(sizeHint, 1));
        return buffer.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Makes room for that many more bytes.</summary>
    public void EnsureRoom(int more)
    {
        if (buffer.Length - Length >= more)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(Length + more, Length * 2), InitialSize));
        Span.CopyTo(larger);
        Return();
        buffer = larger;
    }

    /// <summary>Puts other bytes in the place of some.</summary>
    public void Replace(Godwit.Providers.Dialects.Scanning.ByteRange range, ReadOnlySpan<byte> with)
    {
        var rest = Span[range.End..].ToArray();
        EnsureRoom(with.Length);
        with.CopyTo(buffer.AsSpan(range.Start));
        rest.CopyTo(buffer.AsSpan(range.Start + with.Length));
        Length = range.Start + with.Length + rest.Length;
    }

    /// <summary>Begins to fill it anew.</summary>
    public void Truncate() => Length = 0;

    /// <summary>
    /// Says that somebody still reads the array: it never goes back to the pool, where another request would write
    /// what is then sent in this one's name.
    /// </summary>
    public void Lend() => lent = true;

    /// <summary>Gives the array back.</summary>
    public void Release()
    {
        Return();
        buffer = [];
        Length = 0;
        lent = false;
    }

    private void Return()
    {
        if (buffer.Length > 0 && !lent)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
