using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Godwit.Gateway.Journal;

/// <summary>
/// Fields of frames that never leave the node. Many are written and hardly one is read: so they are no JSON.
/// </summary>
/// <remarks>
/// Numbers have 64 bits, little-endian. A name is its length in UTF-8 and its bytes; a length has seven bits in each
/// byte, the lowest first, and the eighth says that another follows. It counts from 1: 0 is no name at all.
/// </remarks>
internal static class FrameFields
{
    private const int LongestLength = 5;
    private const int More = 0x80;

    public static void Write(IBufferWriter<byte> frame, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(frame.GetSpan(sizeof(long)), number);
        frame.Advance(sizeof(long));
    }

    public static void Write(IBufferWriter<byte> frame, string? name)
    {
        var length = name is null ? 0 : Encoding.UTF8.GetByteCount(name) + 1;
        var span = frame.GetSpan(LongestLength + length);
        var at = 0;
        for (; length >= More; length >>= 7)
            span[at++] = (byte)(length | More);
        span[at++] = (byte)length;
        frame.Advance(at + Encoding.UTF8.GetBytes(name, span[at..]));
    }

    public static long Number(ref ReadOnlySpan<byte> rest)
    {
        var number = BinaryPrimitives.ReadInt64LittleEndian(rest);
        rest = rest[sizeof(long)..];
        return number;
    }

    public static string? Name(ref ReadOnlySpan<byte> rest)
    {
        var length = Length(ref rest);
        if (length == 0)
            return null;
        var name = Encoding.UTF8.GetString(rest[..(length - 1)]);
        rest = rest[(length - 1)..];
        return name;
    }

    private static int Length(ref ReadOnlySpan<byte> rest)
    {
        var length = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = rest[0];
            rest = rest[1..];
            length |= (part & ~More) << shift;
            if (part < More)
                return length;
        }
    }
}
