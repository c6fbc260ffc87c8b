using System.Net;

namespace Godwit.Gateway.Tests.Geolocation.ProxyProtocol;

/// <summary>Makes PROXY protocol headers.</summary>
internal static class ProxyHeader
{
    public static byte[] V4(string client) =>
        Raw(0x21, 0x11, [.. IPAddress.Parse(client).GetAddressBytes(), 10, 0, 0, 1, 0x30, 0x39, 0x01, 0xBB]);

    public static byte[] V6(string client, params byte[] fields)
    {
        var address = IPAddress.Parse(client).GetAddressBytes();
        return Raw(0x21, 0x21, [.. address, .. new byte[16], 0x30, 0x39, 0x01, 0xBB, .. fields]);
    }

    public static byte[] Raw(byte command, byte family, byte[] rest) =>
        [.. "\r\n\r\n\0\r\nQUIT\n"u8, command, family, (byte)(rest.Length >> 8), (byte)rest.Length, .. rest];
}
