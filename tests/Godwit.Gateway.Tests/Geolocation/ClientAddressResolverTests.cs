using System.Net;
using Godwit.Gateway.Geolocation;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation;

public sealed class ClientAddressResolverTests
{
    private const string OwnNetworks = "192.0.2.0/24 198.51.100.0/24 2001:db8:7e57:1::/64 10.0.0.0/8";

    [Fact]
    public void Without_configuration_the_socket_is_the_caller_and_headers_say_nothing()
    {
        var resolver = new ClientAddressResolver(new ClientAddressOptions());
        var found = resolver.Resolve(IPAddress.Parse("9.9.9.9"), "8.8.8.8", "for=8.8.8.8");
        Assert.Equal(new ClientAddress(Address("9.9.9.9"), Address("9.9.9.9"), ChainOutcome.Peer, 0), found);
    }

    [Theory]
    [InlineData("192.0.2.11", "1.2.3.4,2.2.2.2", "2.2.2.2")]
    [InlineData("2001:db8:7e57:1::1", "1.2.3.4,2.2.2.2", "2.2.2.2")]
    [InlineData("192.0.2.11", "1.2.3.4,2.2.2.2,192.0.2.5, 198.51.100.1", "2.2.2.2")]
    [InlineData("192.0.2.11", "192.0.2.4,192.0.2.5, 198.51.100.1", "192.0.2.4")]
    [InlineData("192.0.2.11", "203.0.113.128, 203.0.113.10, 203.0.113.1", "203.0.113.1")]
    [InlineData("10.0.0.1", "192.0.2.10, 192.0.2.1 ,10.0.0.1,10.0.0.2", "192.0.2.10")]
    [InlineData("10.0.0.1", "8.8.8.8, 1.2.4.8, 10.0.0.7", "1.2.4.8")]
    [InlineData("10.0.0.1", "unknown, 1.2.4.8, 10.0.0.7", "1.2.4.8")]
    [InlineData("10.0.0.1", "1.2.4.8:34567", "1.2.4.8")]
    [InlineData("10.0.0.1", "[2001:250::1]:443", "2001:250::1")]
    [InlineData("10.0.0.1", "[2001:250::1]", "2001:250::1")]
    [InlineData("10.0.0.1", "2001:250::1", "2001:250::1")]
    [InlineData("10.0.0.1", "::ffff:1.2.4.8", "1.2.4.8")]
    [InlineData("10.0.0.1", "1.2.4.8, ::ffff:10.9.9.9", "1.2.4.8")]
    [InlineData("::ffff:10.0.0.1", "1.2.4.8", "1.2.4.8")]
    [InlineData("10.0.0.1", "\t1.2.4.8\t", "1.2.4.8")]
    public void Walks_from_the_peer_over_trusted_hops_to_the_first_other(string peer, string header, string expected)
    {
        var found = ForXForwardedFor().Resolve(IPAddress.Parse(peer), header, StringValues.Empty);
        Assert.Equal(IPAddress.Parse(expected), found.Address);
        Assert.NotEqual(ChainOutcome.Untrusted, found.Outcome);
    }

    [Theory]
    [InlineData("10.20.30.40", "")]
    [InlineData("203.0.113.9", "8.8.8.8")]
    [InlineData("2001:db8:7e57:2::1", "8.8.8.8")]
    [InlineData("11.0.0.1", "0x08080808, unknown")]
    public void An_untrusted_peer_is_the_caller_whatever_it_claims(string peer, string header)
    {
        var resolver = new ClientAddressResolver(Options(ClientAddressSource.XForwardedFor, "192.0.2.0/24"));
        var found = resolver.Resolve(IPAddress.Parse(peer), header, "for=\"");
        Assert.Equal((IPAddress.Parse(peer), ChainOutcome.Peer, 0), (found.Address, found.Outcome, found.HopIndex));
    }

    [Fact]
    public void Trusted_hops_all_the_way_make_the_farthest_one_the_caller()
    {
        var found = ForXForwardedFor().Resolve(Address("10.0.0.1"), "192.0.2.4,192.0.2.5, 198.51.100.1", default);
        Assert.Equal(
            (Address("192.0.2.4"), ChainOutcome.AllTrusted, 3), (found.Address, found.Outcome, found.HopIndex));
        found = ForXForwardedFor().Resolve(Address("10.0.0.1"), default, default);
        Assert.Equal((Address("10.0.0.1"), ChainOutcome.AllTrusted, 0), (found.Address, found.Outcome, found.HopIndex));
    }

    [Theory]
    [InlineData("1.2.4.8, unknown, 10.0.0.7")]
    [InlineData("13.113.113.13:34567, 12.112.112.12;23456, 10.111.111.11:12345")]
    [InlineData("1.2.4.8, , 10.0.0.7")]
    [InlineData("1.2.4.8,")]
    [InlineData("")]
    [InlineData(",")]
    [InlineData(", ")]
    [InlineData(", bad")]
    [InlineData("010.0.0.1")]
    [InlineData("0x08080808")]
    [InlineData("1.2.3")]
    [InlineData("16909060")]
    [InlineData("\"1.2.4.8\"")]
    [InlineData("for=1.2.4.8")]
    [InlineData("1.2.4.8:")]
    [InlineData("1.2.4.8:0")]
    [InlineData("1.2.4.8:080")]
    [InlineData("1.2.4.8:65536")]
    [InlineData("1.2.4.8:123456")]
    [InlineData("1.2.4.8:80:80")]
    [InlineData("[1.2.4.8]")]
    [InlineData("[2001:250::1")]
    [InlineData("[2001:250::1]443")]
    [InlineData("2001:250::1]:443")]
    [InlineData("fe80::1%eth0")]
    public void A_hop_that_is_no_address_ends_the_walk_and_nobody_is_believed(string header)
    {
        var found = ForXForwardedFor().Resolve(Address("10.0.0.1"), header, default);
        Assert.Null(found.Address);
        Assert.Equal(ChainOutcome.Untrusted, found.Outcome);
    }

    [Fact]
    public void Several_lines_are_one_list_in_the_order_received()
    {
        var lines = new StringValues(["8.8.8.8, 1.2.4.8", "10.0.0.9", "10.0.0.7, 10.0.0.8"]);
        var found = ForXForwardedFor().Resolve(Address("10.0.0.1"), lines, default);
        Assert.Equal((Address("1.2.4.8"), 4), (found.Address, found.HopIndex));
    }

    [Fact]
    public void A_chain_of_more_hops_or_text_than_anyone_needs_is_not_believed()
    {
        var resolver = ForXForwardedFor();
        var hops = string.Join(',', Enumerable.Repeat("10.0.0.7", 32));
        Assert.Equal(ChainOutcome.AllTrusted, resolver.Resolve(Address("10.0.0.1"), hops, default).Outcome);
        Assert.Equal(ChainOutcome.Untrusted, resolver.Resolve(Address("10.0.0.1"), "1.2.4.8," + hops, default).Outcome);
        var padded = new string(' ', 4096) + "1.2.4.8";
        Assert.Equal(ChainOutcome.Untrusted, resolver.Resolve(Address("10.0.0.1"), padded, default).Outcome);
    }

    [Theory]
    [InlineData("1.2.4.8", "for=1.2.4.8", true)]
    [InlineData("8.8.8.8, 1.2.4.8", "for=9.9.9.9, for=1.2.4.8", true)]
    [InlineData("1.2.4.8", "for=8.8.8.8", false)]
    [InlineData("1.2.4.8", "for=unknown", false)]
    [InlineData("1.2.4.8", "for=\"", false)]
    public void Two_headers_that_tell_different_stories_are_not_believed(
        string xForwardedFor, string forwarded, bool same)
    {
        ClientAddressSource[] sources = [ClientAddressSource.XForwardedFor, ClientAddressSource.Forwarded];
        foreach (var source in sources)
        {
            var resolver = new ClientAddressResolver(Options(source, OwnNetworks));
            var found = resolver.Resolve(Address("10.0.0.1"), xForwardedFor, forwarded);
            Assert.Equal(same ? Address("1.2.4.8") : null, found.Address);
            Assert.Equal(same ? ChainOutcome.Forwarded : ChainOutcome.Untrusted, found.Outcome);
        }
    }

    [Fact]
    public void A_range_that_trusts_the_world_is_refused()
    {
        foreach (var network in (IPNetwork[])[default, IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")])
        {
            var options = new ClientAddressOptions { TrustedProxies = { IPNetwork.Parse("10.0.0.0/8"), network } };
            var refused = Assert.Throws<ArgumentException>(() => new ClientAddressResolver(options));
            Assert.Contains("every address", refused.Message);
        }
    }

    [Fact]
    public void A_mapped_range_trusts_the_IPv4_range_that_it_is()
    {
        var resolver = new ClientAddressResolver(Options(ClientAddressSource.XForwardedFor, "::ffff:10.0.0.0/104"));
        Assert.Equal(Address("1.2.4.8"), resolver.Resolve(Address("10.200.0.1"), "1.2.4.8", default).Address);
        Assert.Equal(Address("11.0.0.1"), resolver.Resolve(Address("11.0.0.1"), "1.2.4.8", default).Address);
    }

    [Fact]
    public void The_peer_alone_costs_no_allocation()
    {
        var resolver = new ClientAddressResolver(new ClientAddressOptions());
        var peer = Address("9.9.9.9");
        resolver.Resolve(peer, default, default);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            resolver.Resolve(peer, default, default);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ClientAddressResolver ForXForwardedFor() =>
        new(Options(ClientAddressSource.XForwardedFor, OwnNetworks));

    private static ClientAddressOptions Options(ClientAddressSource source, string networks)
    {
        var options = new ClientAddressOptions { Source = source };
        foreach (var network in networks.Split(' '))
            options.TrustedProxies.Add(IPNetwork.Parse(network));
        return options;
    }

    private static IPAddress Address(string text) => IPAddress.Parse(text);
}
