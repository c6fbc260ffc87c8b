using System.Net;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Policy.Tests.Contracts;

/// <summary>An address that is kept for those alone who hold the key.</summary>
public sealed class SealedAddressTests
{
    private static readonly byte[] Nonce = [.. Enumerable.Range(0, SealedAddress.NonceSize).Select(i => (byte)i)];

    private readonly SealedAddress own = new("an operator's secret"u8);

    [Theory]
    [InlineData("203.0.113.7")]
    [InlineData("2001:db8::1")]
    [InlineData("0.0.0.0")]
    public void It_opens_with_the_key_it_was_sealed_with(string text)
    {
        var address = IPAddress.Parse(text);

        Assert.Equal(address, own.Open(own.Seal(address, Nonce)));
    }

    [Fact]
    public void It_does_not_open_with_another_key_or_after_a_change()
    {
        var text = own.Seal(IPAddress.Parse("203.0.113.7"), Nonce);

        Assert.Null(new SealedAddress("another operator's secret"u8).Open(text));
        for (var i = 0; i < text.Length - 1; i++)
            Assert.Null(own.Open(text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..]));
        Assert.Null(own.Open(""));
        Assert.Null(own.Open("no base 64 at all"));
    }

    [Fact]
    public void Its_length_does_not_tell_the_family()
    {
        Assert.Equal(
            own.Seal(IPAddress.Parse("203.0.113.7"), Nonce).Length,
            own.Seal(IPAddress.Parse("2001:db8::1"), Nonce).Length);
    }
}
