using System.Net;
using System.Text;
using Godwit.Gateway.Geolocation;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation;

/// <summary>
/// The proxy appends the caller's real address; the caller writes anything it likes before that. Whatever it writes,
/// the answer is the real address, or that nobody is believed.
/// </summary>
public sealed class HostileChainTests
{
    private const int Cases = 120_000;

    private static readonly string[] Pieces =
    [
        "8.8.8.8", "10.0.0.9", "1.2.3", "010.0.0.1", "0x08080808", "16909060", "[::1]", "::ffff:10.0.0.9", "unknown",
        "_x", "for=", "For=", "by=", "proto=https", "\"", "\\", ";", ",", ", ", " ", "\t", "=", "[", "]", ":80", ":",
        "%",
        "\0", "é", "for=8.8.8.8", "for=\"[2001:db8:7e57:1::1]\"", "for=\"8.8.8.8:80\"", "10.0.0.9, ", "192.0.2.300",
    ];

    private static readonly IPAddress Peer = IPAddress.Parse("10.0.0.1");

    [Theory]
    [InlineData(ClientAddressSource.XForwardedFor)]
    [InlineData(ClientAddressSource.Forwarded)]
    public void Whatever_the_caller_writes_it_never_chooses_its_address(ClientAddressSource source)
    {
        var random = new Random(4000 + (int)source);
        var resolver = Resolver(source);
        var real = new byte[4];
        var believed = 0;
        for (var i = 0; i < Cases; i++)
        {
            random.NextBytes(real);
            real[0] = (byte)random.Next(11, 200);
            var address = new IPAddress(real);
            var appended = source == ClientAddressSource.Forwarded ? $"for={address}" : address.ToString();
            var hostile = Compose(random);
            var lines = random.Next(2) == 0
                ? new StringValues($"{hostile}, {appended}")
                : new StringValues([hostile, appended]);
            var found = source == ClientAddressSource.Forwarded
                ? resolver.Resolve(Peer, default, lines)
                : resolver.Resolve(Peer, lines, default);
            if (found.Outcome == ChainOutcome.Untrusted)
                continue;
            Assert.True(address.Equals(found.Address), $"{lines} gave {found.Address}");
            believed++;
        }

        Assert.True(believed > Cases / 4, $"only {believed} chains were believed");
    }

    [Theory]
    [InlineData(ClientAddressSource.XForwardedFor)]
    [InlineData(ClientAddressSource.Forwarded)]
    public void Noise_alone_never_raises_and_never_makes_an_address_in_a_hostile_form(ClientAddressSource source)
    {
        var random = new Random(5000 + (int)source);
        var resolver = Resolver(source);
        for (var i = 0; i < Cases; i++)
        {
            var noise = Compose(random);
            var found = resolver.Resolve(Peer, noise, noise);
            Assert.Equal(found.Outcome == ChainOutcome.Untrusted, found.Address is null);
            if (found.Address is { } address && found.HopIndex > 0)
                Assert.Contains(Core(address), noise, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>What must stand in the text when it was read as this address.</summary>
    private static string Core(IPAddress address) =>
        address.ToString() is "2001:db8:7e57:1::1" ? "[2001:db8:7e57:1::1]" : address.ToString();

    private static ClientAddressResolver Resolver(ClientAddressSource source) => new(new ClientAddressOptions
    {
        Source = source,
        TrustedProxies = { IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8:7e57:1::/64") },
    });

    private static string Compose(Random random)
    {
        var text = new StringBuilder();
        for (var left = random.Next(0, 9); left > 0; left--)
            text.Append(Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }
}
