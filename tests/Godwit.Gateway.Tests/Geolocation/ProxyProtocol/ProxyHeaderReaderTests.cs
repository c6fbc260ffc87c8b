using System.Buffers;
using Godwit.Gateway.Geolocation.ProxyProtocol;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.ProxyProtocol;

public sealed class ProxyHeaderReaderTests
{
    [Fact]
    public void Reads_an_IPv4_caller_and_leaves_what_follows()
    {
        byte[] bytes = [.. ProxyHeader.V4("111.13.101.208"), .. "GET"u8];
        Assert.Equal(ProxyHeaderStatus.Complete, Read(bytes, out var connection, out var left));
        Assert.Equal(("111.13.101.208", false), (connection!.ClientAddress!.ToString(), connection.IsLocal));
        Assert.Equal(3, left);
    }

    [Fact]
    public void Reads_an_IPv6_caller_and_skips_the_fields_after_it()
    {
        byte[] bytes = ProxyHeader.V6("2001:250::1", fields: [0x04, 0, 2, 9, 9, 0xEA, 0, 1, 7]);
        Assert.Equal(ProxyHeaderStatus.Complete, Read(bytes, out var connection, out var left));
        Assert.Equal(("2001:250::1", 0L), (connection!.ClientAddress!.ToString(), left));
    }

    [Theory]
    [InlineData(0x20, 0x00, 0, true)] // LOCAL: the proxy speaks for itself
    [InlineData(0x20, 0x11, 12, true)]
    [InlineData(0x21, 0x00, 0, false)] // the proxy does not know
    [InlineData(0x21, 0x31, 216, false)] // a Unix socket's path
    public void Knows_connections_without_a_callers_address(byte command, byte family, int length, bool local)
    {
        var header = ProxyHeader.Raw(command, family, new byte[length]);
        Assert.Equal(ProxyHeaderStatus.Complete, Read(header, out var connection, out _));
        Assert.Equal((null, local), (connection!.ClientAddress, connection.IsLocal));
    }

    [Theory]
    [InlineData(0x11, 0x11, 12)] // version 1 in binary
    [InlineData(0x31, 0x11, 12)] // a version there is not
    [InlineData(0x22, 0x11, 12)] // a command there is not
    [InlineData(0x21, 0x12, 12)] // datagrams over a stream
    [InlineData(0x21, 0x22, 36)]
    [InlineData(0x21, 0x41, 12)] // a family there is not
    [InlineData(0x21, 0x11, 11)] // shorter than its addresses
    [InlineData(0x21, 0x21, 35)]
    [InlineData(0x21, 0x11, 4097)] // longer than anyone needs
    public void Refuses_what_it_does_not_know(byte command, byte family, int length)
    {
        var header = ProxyHeader.Raw(command, family, new byte[length]);
        Assert.Equal(ProxyHeaderStatus.Malformed, Read(header, out _, out _));
    }

    [Theory]
    [InlineData("PROXY TCP4 1.2.4.8 10.0.0.1 1 2\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\r\n\r\n\0\r\nQUIX\n")]
    public void Refuses_any_other_beginning_at_its_first_wrong_byte(string text) =>
        Assert.Equal(ProxyHeaderStatus.Malformed, Read(System.Text.Encoding.ASCII.GetBytes(text), out _, out _));

    [Fact]
    public void Waits_for_the_rest_wherever_the_bytes_are_cut()
    {
        var bytes = ProxyHeader.V6("2001:250::1", fields: [1, 0, 0]);
        for (var length = 0; length < bytes.Length; length++)
            Assert.Equal(ProxyHeaderStatus.Incomplete, Read(bytes[..length], out _, out _));
    }

    [Fact]
    public void Noise_after_the_signature_never_raises()
    {
        var random = new Random(9);
        for (var i = 0; i < 50_000; i++)
        {
            var bytes = ProxyHeader.V4("1.2.4.8")[..random.Next(12, 29)];
            for (var j = 12; j < bytes.Length; j++)
                bytes[j] = random.Next(3) == 0 ? (byte)random.Next(256) : bytes[j];
            if (Read(bytes, out var connection, out _) == ProxyHeaderStatus.Complete)
                Assert.NotNull(connection);
        }
    }

    private static ProxyHeaderStatus Read(byte[] bytes, out ProxiedConnection? connection, out long left)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        var status = ProxyHeaderReader.Read(buffer, out connection, out var consumed);
        left = buffer.Slice(consumed).Length;
        return status;
    }
}
