using System.Buffers;

namespace Godwit.Providers.Dialects;

/// <summary>
/// Bytes kept for a while in a buffer of the shared pool, up to a limit; past it they are let go and
/// <see cref="Overflowed"/> stays true until <see cref="Clear"/>. The holder owns the buffer and disposes it.
/// </summary>
internal sealed class PooledBytes(int limit) : IDisposable
{
    private byte[] buffer = [];

    public int Length { get; private set; }

    public bool Overflowed { get; private set; }

    public ReadOnlySpan<byte> Span => buffer.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => buffer.AsMemory(0, Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Overflowed || Length + bytes.Length > limit)
        {
            Overflowed = true;
            Length = 0;
            return;
        }

        if (Length + bytes.Length > buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + bytes.Length, Math.Min(2 * Length, limit)));
            Span.CopyTo(larger);
            Return();
            buffer = larger;
        }

        bytes.CopyTo(buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Clear()
    {
        Length = 0;
        Overflowed = false;
    }

    public void Dispose()
    {
        Clear();
        Return();
        buffer = [];
    }

    private void Return()
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
