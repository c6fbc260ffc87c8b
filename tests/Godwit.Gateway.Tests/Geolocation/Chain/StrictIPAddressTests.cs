using System.Net;
using Godwit.Gateway.Geolocation.Chain;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Chain;

public sealed class StrictIPAddressTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("8.8.8.8")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("2001:db8::")]
    [InlineData("2001:DB8:0:0:1::1")]
    [InlineData("2001:0db8:0000:0000:0000:0000:0000:0001")]
    [InlineData("1:2:3:4:5:6:7:8")]
    [InlineData("1::2:3:4:5:6:7")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("1:2:3:4:5:6:8.8.8.8")]
    public void Accepts_plain_forms_as_the_runtime_reads_them(string text)
    {
        Assert.True(StrictIPAddress.TryParse(text, out var address));
        Assert.Equal(IPAddress.Parse(text), address);
    }

    [Theory]
    [InlineData("::ffff:111.13.101.208")]
    [InlineData("::FFFF:6f0d:65d0")]
    [InlineData("0:0:0:0:0:ffff:111.13.101.208")]
    public void Reads_a_mapped_address_as_the_IPv4_address_that_it_is(string text)
    {
        Assert.True(StrictIPAddress.TryParse(text, out var address));
        Assert.Equal("111.13.101.208", address.ToString());
    }

    [Theory]
    [InlineData("010.0.0.1")] // octal to the runtime: 8.0.0.1
    [InlineData("0x08080808")]
    [InlineData("0x8.8.8.8")]
    [InlineData("1.2.3")]
    [InlineData("16909060")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.")]
    [InlineData(".1.2.3")]
    [InlineData("1..2.3")]
    [InlineData("1.2.3.04")]
    [InlineData("1.2.3.+4")]
    [InlineData("1.2.3.-4")]
    [InlineData("1.2.3. 4")]
    [InlineData(" 1.2.3.4")]
    [InlineData("1.2.3.4 ")]
    [InlineData("1.2.3.4\0")]
    [InlineData("１.2.3.4")] // a full-width digit
    [InlineData("1.2.3.٤")] // an Arabic-Indic digit
    [InlineData("")]
    [InlineData("fe80::1%eth0")]
    [InlineData("fe80::1%1")]
    [InlineData("[::1]")]
    [InlineData("::1/128")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7::8")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData(":1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:")]
    [InlineData("12345::")]
    [InlineData("g::1")]
    [InlineData("::1.2.3")]
    [InlineData("::1.2.3.04")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    [InlineData("::1.2.3.4:5")]
    [InlineData("unknown")]
    [InlineData("localhost")]
    public void Refuses_every_other_form(string text) => Assert.False(StrictIPAddress.TryParse(text, out _));

    [Fact]
    public void Agrees_with_the_runtime_on_whatever_it_accepts()
    {
        var random = new Random(20240709);
        const string alphabet = "0123456789abcdefABCDEF::::....x%[] _-";
        Span<char> text = stackalloc char[24];
        var accepted = 0;
        for (var i = 0; i < 300_000; i++)
        {
            var length = random.Next(1, text.Length);
            for (var j = 0; j < length; j++)
                text[j] = alphabet[random.Next(alphabet.Length)];
            if (!StrictIPAddress.TryParse(text[..length], out var address))
                continue;
            accepted++;
            Assert.True(IPAddress.TryParse(text[..length], out var expected));
            Assert.Equal(expected.IsIPv4MappedToIPv6 ? expected.MapToIPv4() : expected, address);
        }

        Assert.True(accepted > 100, $"only {accepted} texts were addresses");
    }

    [Fact]
    public void Reads_every_address_that_the_runtime_writes()
    {
        var random = new Random(7);
        var bytes = new byte[16];
        for (var i = 0; i < 50_000; i++)
        {
            random.NextBytes(bytes);
            for (var zeros = random.Next(0, 14); zeros > 0; zeros--)
                bytes[random.Next(16)] = 0;
            var address = new IPAddress(i % 2 == 0 ? bytes : bytes[..4]);
            Assert.True(StrictIPAddress.TryParse(address.ToString(), out var read), address.ToString());
            Assert.Equal(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, read);
        }
    }
}
