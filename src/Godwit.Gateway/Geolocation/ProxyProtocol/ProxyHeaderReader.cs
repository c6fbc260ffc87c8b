using System.Buffers;
using System.Buffers.Binary;
using System.Net;

namespace Godwit.Gateway.Geolocation.ProxyProtocol;

/// <summary>How far the reading of a PROXY protocol header has come.</summary>
internal enum ProxyHeaderStatus
{
    Incomplete,
    Complete,
    Malformed,
}

/// <summary>Reads a version 2 header of the PROXY protocol. The text form of version 1 is refused.</summary>
internal static class ProxyHeaderReader
{
    /// <summary>Signature, version and command, family and transport, length.</summary>
    public const int FixedLength = 16;

    /// <summary>Most bytes after the fixed part: addresses and vendor fields. Real headers are under 600.</summary>
    public const int MaxVariableLength = 4096;

    private const byte TcpOverIPv4 = 0x11;
    private const byte TcpOverIPv6 = 0x21;
    private const byte Unspecified = 0x00;
    private const byte UnixStream = 0x31;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Reads a header at the start of a buffer.</summary>
    /// <param name="buffer">What has arrived.</param>
    /// <param name="connection">What the header says, when complete.</param>
    /// <param name="consumed">Where the connection's own bytes begin, when complete.</param>
    public static ProxyHeaderStatus Read(
        ReadOnlySequence<byte> buffer, out ProxiedConnection? connection, out SequencePosition consumed)
    {
        connection = null;
        consumed = buffer.Start;
        Span<byte> start = stackalloc byte[FixedLength];
        var have = (int)Math.Min(buffer.Length, FixedLength);
        buffer.Slice(0, have).CopyTo(start);
        var compared = Math.Min(have, Signature.Length);
        if (!start[..compared].SequenceEqual(Signature[..compared]))
            return ProxyHeaderStatus.Malformed;
        if (have < FixedLength)
            return ProxyHeaderStatus.Incomplete;

        var length = BinaryPrimitives.ReadUInt16BigEndian(start[14..]);
        var (version, command) = (start[12] >> 4, start[12] & 0xF);
        if (version != 2 || command > 1 || length > MaxVariableLength)
            return ProxyHeaderStatus.Malformed;
        if (buffer.Length < FixedLength + length)
            return ProxyHeaderStatus.Incomplete;

        consumed = buffer.GetPosition(FixedLength + length);
        connection = command == 0
            ? new ProxiedConnection(null, IsLocal: true)
            : ReadProxied(start[13], buffer.Slice(FixedLength, length));
        return connection is null ? ProxyHeaderStatus.Malformed : ProxyHeaderStatus.Complete;
    }

    /// <summary>The vendor fields after the addresses are skipped: none of them says who the caller is.</summary>
    private static ProxiedConnection? ReadProxied(byte family, ReadOnlySequence<byte> rest)
    {
        var needed = family switch
        {
            TcpOverIPv4 => 12,
            TcpOverIPv6 => 36,
            UnixStream => 216,
            Unspecified => 0,
            _ => int.MaxValue,
        };
        if (rest.Length < needed)
            return null;
        if (family is Unspecified or UnixStream)
            return new ProxiedConnection(null, IsLocal: false);

        Span<byte> address = stackalloc byte[16];
        address = address[..(family == TcpOverIPv4 ? 4 : 16)];
        rest.Slice(0, address.Length).CopyTo(address);
        return new ProxiedConnection(new IPAddress(address), IsLocal: false);
    }
}
