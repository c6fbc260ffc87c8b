using System.Buffers.Binary;

namespace Godwit.Gateway.Journal;

/// <summary>
/// How a record lies in a segment: length, CRC-32C, payload. A frame that does not check out ends the segment.
/// </summary>
internal static class JournalFrame
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderSize = 8;

    /// <summary>Largest payload in bytes; anything longer is damage.</summary>
    public const int MaxPayload = 1024 * 1024;

    /// <summary>Fills the header in front of a payload that already lies behind it.</summary>
    public static void Seal(Span<byte> frame)
    {
        var payload = frame[HeaderSize..];
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Crc32C.Of(payload));
    }

    /// <summary>Reads the frame at the start of <paramref name="bytes"/>.</summary>
    /// <returns>False when it is incomplete or damaged.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out int payloadLength)
    {
        payloadLength = 0;
        if (bytes.Length < HeaderSize)
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length is <= 0 or > MaxPayload || bytes.Length - HeaderSize < length)
            return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Crc32C.Of(bytes.Slice(HeaderSize, length)))
            return false;
        payloadLength = length;
        return true;
    }
}
