using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Godwit.Gateway.Geolocation.Chain;

/// <summary>An address as a number, so that hops are compared with trusted ranges without making objects.</summary>
/// <param name="Bits">The address; an IPv4 one is in the low 32 bits.</param>
/// <param name="IsV4">True for IPv4, also when it was written as <c>::ffff:a.b.c.d</c>.</param>
internal readonly record struct NumericAddress(UInt128 Bits, bool IsV4)
{
    private static readonly UInt128 MappedPrefix = new(0, 0x0000_FFFF_0000_0000);

    /// <summary>The number of an address; a mapped IPv4 address becomes the IPv4 address that it is.</summary>
    public static NumericAddress From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? new NumericAddress(BinaryPrimitives.ReadUInt32BigEndian(bytes), true)
            : FromV6(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>The address of 128 bits, unmapped when it is in <c>::ffff:0:0/96</c>.</summary>
    public static NumericAddress FromV6(UInt128 bits) => bits >> 32 == MappedPrefix >> 32
        ? new NumericAddress((uint)bits, true)
        : new NumericAddress(bits, false);

    /// <summary>The last address of the network that begins here.</summary>
    public UInt128 LastOf(int prefixLength)
    {
        var hostBits = (IsV4 ? 32 : 128) - prefixLength;
        // A shift by all 128 bits is a shift by none, so a whole family is counted from the other end.
        return hostBits == 128 ? UInt128.MaxValue : Bits | ((UInt128.One << hostBits) - 1);
    }

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        if (IsV4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Bits);
            return new IPAddress(bytes[..4]);
        }

        BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        return new IPAddress(bytes);
    }
}
