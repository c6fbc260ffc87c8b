using System.Buffers.Binary;

namespace Godwit.Control.Storage;

/// <summary>
/// Bounds for the ids of a period. An id is a UUIDv7 (RFC 9562, section 5.7): its first 48 bits are milliseconds since
/// 1970, so that the order of ids is the order of time.
/// </summary>
internal static class RequestIds
{
    /// <summary>The least id of the instant's millisecond.</summary>
    public static Guid FirstOf(DateTimeOffset instant) => First(instant.ToUnixTimeMilliseconds());

    /// <summary>The least id of the millisecond after the instant's.</summary>
    public static Guid FirstBehind(DateTimeOffset instant) => First(instant.ToUnixTimeMilliseconds() + 1);

    private static Guid First(long milliseconds)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(milliseconds, 0) << 16);
        bytes[6] = 0x70;
        bytes[7] = 0;
        bytes[8] = 0x80;
        return new Guid(bytes, bigEndian: true);
    }
}
