using System.Buffers;
using System.Net;
using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Geolocation.Chain;
using Godwit.Gateway.Geolocation.Edge;
using Godwit.Gateway.Geolocation.ProxyProtocol;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Chain;

/// <summary>
/// More than a million random chains and addresses, by a walk that is written a second time: nothing raises, nobody is
/// believed from the left end, and no hostile form is an address anywhere.
/// </summary>
public sealed class CallerFuzzTests
{
    private static readonly IPAddress Proxy = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress Outsider = IPAddress.Parse("203.0.114.7");

    [Theory]
    [InlineData(ClientAddressSource.XForwardedFor, 700_000)]
    [InlineData(ClientAddressSource.Forwarded, 350_000)]
    public void The_caller_is_the_first_stranger_from_the_right_or_nobody(ClientAddressSource source, int cases)
    {
        var random = new Random(7000 + (int)source);
        var options = new ClientAddressOptions { Source = source, TrustedProxies = { IPNetwork.Parse("10.0.0.0/8") } };
        var resolver = new ClientAddressResolver(options);
        var hops = new List<RandomHop>();
        int believed = 0, refused = 0;
        for (var i = 0; i < cases; i++)
        {
            Fill(hops, random);
            var peer = random.Next(8) == 0 ? Outsider : Proxy;
            var (expected, outcome) = Walk(peer, hops);
            var text = Write(source, hops);
            var found = source == ClientAddressSource.Forwarded
                ? resolver.Resolve(peer, default, text) : resolver.Resolve(peer, text, default);
            if (found.Outcome != outcome || !Equals(found.Address, expected))
                Assert.Fail($"{text} from {peer} gave {found}; expected {expected}, {outcome}");
            if (found.Address is { } address)
                Assert.True(ShippedTables.Locator.Locate(address).Evidence is not null);
            believed += outcome == ChainOutcome.Forwarded ? 1 : 0;
            refused += outcome == ChainOutcome.Untrusted ? 1 : 0;
        }

        Assert.True(believed > cases / 4 && refused > cases / 10, $"{believed} believed, {refused} not");
    }

    [Fact]
    public void No_hostile_form_is_an_address_a_hop_or_a_territory()
    {
        var random = new Random(7100);
        for (var i = 0; i < 200_000; i++)
        {
            var hostile = RandomHop.Hostile(random).Text;
            Assert.False(StrictIPAddress.TryParse(hostile, out _), hostile);
            Assert.False(HopText.TryParse(hostile, out _), hostile);
            Assert.False(EdgeClaim.Read(hostile).HasValue, hostile);
        }
    }

    [Fact]
    public void Whatever_is_read_alone_is_the_address_that_was_written()
    {
        var random = new Random(7200);
        for (var i = 0; i < 200_000; i++)
        {
            var hop = random.Next(2) == 0 ? RandomHop.Stranger(random) : RandomHop.Trusted(random);
            Assert.Equal(hop.Bare, StrictIPAddress.TryParse(hop.Text, out var address));
            if (hop.Bare && !address!.Equals(hop.Address))
                Assert.Fail($"{hop.Text} was read as {address}");
        }
    }

    [Fact]
    public void Any_address_is_located_and_any_code_weighed_without_an_exception()
    {
        var random = new Random(7300);
        var edge = new EdgeHeader(
            new ClientAddressOptions { EdgeHeader = "cf-ipcountry", EdgeRanges = { IPNetwork.Parse("10.0.0.0/8") } },
            ShippedTables.Locator);
        Span<char> code = stackalloc char[2];
        for (var i = 0; i < 300_000; i++)
        {
            var bytes = new byte[random.Next(2) == 0 ? 4 : 16];
            random.NextBytes(bytes);
            // Half of the longer ones lie in the prefixes that hold another address.
            if (bytes.Length == 16 && random.Next(2) == 0)
                Prefix(random).CopyTo(bytes);
            var address = new IPAddress(bytes);
            (code[0], code[1]) = ((char)random.Next('A', 'Z' + 1), (char)random.Next('0', 'Z' + 1));
            var evidence = ShippedTables.Locator.Locate(address).Evidence;
            var client = new ClientAddress(address, random.Next(2) == 0 ? Proxy : Outsider, ChainOutcome.Forwarded, 1);
            var weighed = edge.Weigh(client, code.ToString(), evidence);
            if (client.Peer == Outsider)
                Assert.Same(evidence, weighed);
            Assert.Equal(weighed.Best.HasValue, weighed.Candidates.Count > 0);
        }
    }

    [Fact]
    public void A_PROXY_header_says_the_address_in_its_bytes_or_nothing()
    {
        var random = new Random(7400);
        var signature = "\r\n\r\n\0\r\nQUIT\n"u8.ToArray();
        var complete = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var bytes = new byte[random.Next(0, 80)];
            random.NextBytes(bytes);
            if (bytes.Length > 16 && random.Next(5) > 0)
            {
                signature.CopyTo(bytes, 0);
                bytes[12] = (byte)(0x20 | random.Next(3));
                bytes[13] = (byte)((random.Next(4) << 4) | random.Next(3));
                (bytes[14], bytes[15]) = (0, (byte)random.Next(64));
            }

            var status = ProxyHeaderReader.Read(new ReadOnlySequence<byte>(bytes), out var connection, out _);
            Assert.Equal(status == ProxyHeaderStatus.Complete, connection is not null);
            if (connection?.ClientAddress is not { } address)
                continue;
            complete++;
            Assert.Equal(new IPAddress(bytes[16..(bytes[13] == 0x11 ? 20 : 32)]), address);
        }

        Assert.True(complete > 1000, $"only {complete} headers named a caller");
    }

    private static byte[] Prefix(Random random) => random.Next(4) switch
    {
        0 => [0x20, 0x02],
        1 => [0x20, 0x01, 0, 0],
        2 => [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0],
        _ => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF],
    };

    private static void Fill(List<RandomHop> hops, Random random)
    {
        hops.Clear();
        for (var left = random.Next(1, 6); left > 0; left--)
        {
            hops.Add(random.Next(6) switch
            {
                0 => RandomHop.Hostile(random),
                < 4 => RandomHop.Trusted(random),
                _ => RandomHop.Stranger(random),
            });
        }
    }

    /// <summary>The rule, said again: from the peer over trusted hops; what cannot be read ends it.</summary>
    private static (IPAddress? Address, ChainOutcome Outcome) Walk(IPAddress peer, List<RandomHop> hops)
    {
        if (!IsTrusted(peer))
            return (peer, ChainOutcome.Peer);
        for (var i = hops.Count - 1; i >= 0; i--)
        {
            if (hops[i].Address is not { } address)
                return (null, ChainOutcome.Untrusted);
            if (!IsTrusted(address))
                return (address, ChainOutcome.Forwarded);
        }

        return (hops[0].Address, ChainOutcome.AllTrusted);
    }

    private static bool IsTrusted(IPAddress address) => address.GetAddressBytes() is [10, _, _, _];

    private static string Write(ClientAddressSource source, List<RandomHop> hops) =>
        source == ClientAddressSource.Forwarded
            ? string.Join(", ", hops.Select(Node)) : string.Join(", ", hops.Select(hop => hop.Text));

    /// <summary>RFC 7239 wants IPv6 in brackets, and brackets and ports in quotes.</summary>
    private static string Node(RandomHop hop)
    {
        var isBareV6 = hop is { Bare: true, Address: not null } && hop.Text.Contains(':', StringComparison.Ordinal);
        return $"for=\"{(isBareV6 ? $"[{hop.Text}]" : hop.Text)}\";proto=https";
    }
}
