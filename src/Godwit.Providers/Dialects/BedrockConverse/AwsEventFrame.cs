using System.Buffers;
using System.Buffers.Binary;

namespace Godwit.Providers.Dialects.BedrockConverse;

/// <summary>
/// One frame of <c>application/vnd.amazon.eventstream</c>: lengths of the whole and of the headers, their checksum,
/// headers, payload, checksum of everything; numbers are big-endian.
/// </summary>
public readonly ref struct AwsEventFrame
{
    /// <summary>Lengths and their checksum.</summary>
    internal const int PreludeBytes = 12;

    private const int OverheadBytes = 16;
    private const int MostHeaderBytes = 128 * 1024;

    // Names and the type of a text value, the only one that is used here.
    private const byte TextType = 7;

    private AwsEventFrame(ReadOnlySpan<byte> messageType, ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload)
    {
        MessageType = messageType;
        Name = name;
        Payload = payload;
    }

    /// <summary><c>event</c>, <c>exception</c> or <c>error</c>.</summary>
    public ReadOnlySpan<byte> MessageType { get; }

    /// <summary>The event's type, the exception's, or the error's code.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>JSON, as a rule.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>The length of the frame that begins with this prelude.</summary>
    /// <param name="prelude">Its first 12 bytes, or more.</param>
    /// <param name="most">Longer frames are refused.</param>
    /// <returns>Bytes of the frame; 0 when the prelude is corrupt.</returns>
    public static int LengthOf(ReadOnlySpan<byte> prelude, int most)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(prelude);
        var headers = BinaryPrimitives.ReadUInt32BigEndian(prelude[4..]);
        return length >= OverheadBytes && length <= most && headers <= MostHeaderBytes
            && headers <= length - OverheadBytes
            && BinaryPrimitives.ReadUInt32BigEndian(prelude[8..]) == Crc32.Of(prelude[..8]) ? (int)length : 0;
    }

    /// <summary>Reads a whole frame.</summary>
    /// <param name="frame">Its bytes, all and no more; the prelude has been checked by <see cref="LengthOf"/>.</param>
    /// <param name="read">What it says; valid as long as the bytes are.</param>
    /// <returns>False when it is corrupt.</returns>
    public static bool TryRead(ReadOnlySpan<byte> frame, out AwsEventFrame read)
    {
        read = default;
        if (BinaryPrimitives.ReadUInt32BigEndian(frame[^4..]) != Crc32.Of(frame[..^4]))
            return false;
        var headersLength = (int)BinaryPrimitives.ReadUInt32BigEndian(frame[4..]);
        var headers = frame.Slice(PreludeBytes, headersLength);
        ReadOnlySpan<byte> messageType = "event"u8, name = default;
        while (headers.Length > 0)
        {
            if (!TryReadHeader(ref headers, out var key, out var value))
                return false;
            if (key.SequenceEqual(":message-type"u8))
                messageType = value;
            else if (key.SequenceEqual(":event-type"u8) || key.SequenceEqual(":exception-type"u8)
                || key.SequenceEqual(":error-code"u8))
                name = value;
        }

        read = new AwsEventFrame(messageType, name, frame[(PreludeBytes + headersLength)..^4]);
        return true;
    }

    /// <summary>Writes a frame.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="messageType"><c>event</c> or <c>exception</c>.</param>
    /// <param name="name">Type of the event or the exception, at most 200 bytes.</param>
    /// <param name="payload">JSON.</param>
    public static void Write(
        IBufferWriter<byte> output, ReadOnlySpan<byte> messageType, ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> payload)
    {
        var frame = new ArrayBufferWriter<byte>(OverheadBytes + 128 + name.Length + payload.Length);
        frame.Advance(PreludeBytes);
        WriteHeader(frame, ":message-type"u8, messageType);
        WriteHeader(frame, messageType.SequenceEqual("event"u8) ? ":event-type"u8 : ":exception-type"u8, name);
        WriteHeader(frame, ":content-type"u8, "application/json"u8);
        var headersLength = frame.WrittenCount - PreludeBytes;
        frame.Write(payload);
        frame.Advance(4);

        var bytes = new byte[frame.WrittenCount];
        frame.WrittenSpan.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)bytes.Length);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), (uint)headersLength);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), Crc32.Of(bytes.AsSpan(0, 8)));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(bytes.Length - 4), Crc32.Of(bytes.AsSpan()[..^4]));
        output.Write(bytes);
    }

    private static void WriteHeader(IBufferWriter<byte> output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        output.Write([(byte)name.Length]);
        output.Write(name);
        output.Write([TextType, (byte)(value.Length >> 8), (byte)value.Length]);
        output.Write(value);
    }

    /// <summary>Takes the first header off; its value is empty when it is no text.</summary>
    private static bool TryReadHeader(
        scoped ref ReadOnlySpan<byte> headers, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        int nameLength = headers[0];
        if (headers.Length < nameLength + 2)
            return false;
        name = headers.Slice(1, nameLength);
        var type = headers[nameLength + 1];
        headers = headers[(nameLength + 2)..];
        if (LengthOfValue(type, headers) is not { } length || length > headers.Length)
            return false;
        if (type == TextType)
            value = headers[2..length];
        headers = headers[length..];
        return true;
    }

    /// <summary>Bytes of a header's value with its own length; null for what does not exist or is cut off.</summary>
    private static int? LengthOfValue(byte type, ReadOnlySpan<byte> rest) => type switch
    {
        0 or 1 => 0,
        2 => 1,
        3 => 2,
        4 => 4,
        5 or 8 => 8,
        6 or TextType => rest.Length < 2 ? null : 2 + BinaryPrimitives.ReadUInt16BigEndian(rest),
        9 => 16,
        _ => null,
    };
}
