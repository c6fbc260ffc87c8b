using System.Net;
using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Geolocation.Edge;
using Godwit.Gateway.Tests.Geolocation.Feeds;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Edge;

public sealed class EdgeHeaderTests
{
    private static readonly IPAddress America = IPAddress.Parse("8.8.8.8");

    [Theory]
    [InlineData("172.68.0.9", true)]
    [InlineData("::ffff:172.68.0.9", true)]
    [InlineData("2606:4700::1", true)]
    [InlineData("172.72.0.9", false)]
    [InlineData("10.0.0.1", false)]
    public void A_header_counts_only_on_connections_from_the_edge_itself(string peer, bool believed)
    {
        var edge = new EdgeHeader(Options(), ShippedTables.Locator);
        var client = new ClientAddress(America, IPAddress.Parse(peer), ChainOutcome.Forwarded, 1);
        Assert.Equal(believed, Weigh(edge, client, "CN").Disputed);
    }

    [Fact]
    public void A_feed_may_list_the_edges_ranges()
    {
        using var folder = new FeedFolder();
        var locator = folder.Load(folder.Cidr("edge", NetworkKind.Anycast, "198.41.128.0/17\n"));
        var options = new ClientAddressOptions { EdgeHeader = "CF-IPCountry", EdgeFeeds = { "edge" } };
        var edge = new EdgeHeader(options, locator);
        Assert.True(Weigh(edge, From("198.41.129.7"), "CN").Disputed);
        Assert.False(Weigh(edge, From("198.42.0.7"), "CN").Disputed);
        // A feed of that name that is not loaded lists nobody.
        Assert.False(Weigh(new EdgeHeader(options, ShippedTables.Locator), From("198.41.129.7"), "CN").Disputed);
    }

    [Fact]
    public void An_untrusted_chain_takes_the_edges_word_along()
    {
        var edge = new EdgeHeader(Options(), ShippedTables.Locator);
        var client = new ClientAddress(null, IPAddress.Parse("172.68.0.9"), ChainOutcome.Untrusted, 1);
        Assert.Same(AddressEvidence.Unknown, edge.Weigh(client, Headers("US"), AddressEvidence.Unknown));
    }

    [Fact]
    public void Without_configuration_nothing_is_read()
    {
        var edge = new EdgeHeader(new ClientAddressOptions(), ShippedTables.Locator);
        Assert.False(Weigh(edge, From("172.68.0.9"), "CN").Disputed);
    }

    [Fact]
    public void A_range_that_trusts_the_world_is_refused()
    {
        var options = new ClientAddressOptions { EdgeHeader = "CF-IPCountry", EdgeRanges = { default } };
        var refused = Assert.Throws<ArgumentException>(() => new EdgeHeader(options, ShippedTables.Locator));
        Assert.Contains("Edge range 1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pair_that_was_met_costs_no_allocation_and_gives_the_same_evidence()
    {
        var edge = new EdgeHeader(Options(), ShippedTables.Locator);
        var (client, headers) = (From("172.68.0.9"), Headers("US"));
        var evidence = ShippedTables.Locator.Locate(America).Evidence;
        var first = edge.Weigh(client, headers, evidence);
        // Once more, for what the runtime allocates of its own when a path is taken for the first time.
        edge.Weigh(client, headers, evidence);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            edge.Weigh(client, headers, evidence);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Same(first, edge.Weigh(client, headers, evidence));
    }

    [Fact]
    public void Any_number_of_pairs_can_be_met()
    {
        var edge = new EdgeHeader(Options(), ShippedTables.Locator);
        for (var i = 0; i < 40; i++)
        {
            var evidence = new AddressEvidence();
            foreach (var code in TerritoryCatalog.All)
                Assert.Equal(code, edge.Weigh(From("172.68.0.9"), code.ToString(), evidence).Best);
        }
    }

    private static AddressEvidence Weigh(EdgeHeader edge, ClientAddress client, string value) => edge.Weigh(
        client with { Peer = client.Peer.IsIPv4MappedToIPv6 ? client.Peer.MapToIPv4() : client.Peer }, Headers(value),
        ShippedTables.Locator.Locate(client.Address!).Evidence);

    private static ClientAddress From(string peer) => new(America, IPAddress.Parse(peer), ChainOutcome.Forwarded, 1);

    private static HeaderDictionary Headers(string value) => new() { ["CF-IPCountry"] = value };

    private static ClientAddressOptions Options() => new()
    {
        EdgeHeader = "CF-IPCountry",
        EdgeRanges = { IPNetwork.Parse("172.64.0.0/13"), IPNetwork.Parse("2606:4700::/32") },
    };
}
