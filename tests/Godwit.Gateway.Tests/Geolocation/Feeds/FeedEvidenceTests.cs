using System.Net;
using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Feeds;

public sealed class FeedEvidenceTests : IDisposable
{
    private readonly FeedFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_a_list_a_kind_is_not_looked_for()
    {
        var vpn = folder.Cidr("vpns", NetworkKind.Vpn, "9.9.9.0/24");
        var missing = vpn with { Name = "tor", Format = FeedFormat.TorExits, Kind = null, Path = folder.Path("none") };
        var locator = folder.Load(vpn, missing);
        Assert.Equal([NetworkKind.Vpn, NetworkKind.Special], Evidence(locator, "8.8.8.8").Coverage);
        Assert.Equal(NetworkKind.Unclassified, Evidence(locator, "8.8.8.8").Network);
        Assert.Equal([NetworkKind.Special], Evidence(ShippedTables.Locator, "8.8.8.8").Coverage);
        var status = locator.Sources.Single(source => source.Name == "tor");
        Assert.False(status.Healthy || status.Feed!.Loaded);
        Assert.StartsWith("there is no file", status.Feed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kind_that_tells_least_of_the_caller_goes_first()
    {
        var kinds = Enum.GetValues<NetworkKind>()[1..^1];
        var feeds = kinds.Select(kind => folder.Cidr($"list-{(int)kind}", kind, Nested(kind))).ToArray();
        var locator = folder.Load(feeds);
        // The n-th /24 is in the lists of the first n kinds reversed: the strongest of them answers.
        foreach (var kind in kinds.Where(kind => kind != NetworkKind.Vpn))
            Assert.Equal(kind, Evidence(locator, $"8.8.{(int)kind}.1").Network);
        Assert.Equal(["list-1"], Evidence(locator, "8.8.1.1").NetworkSources);

        static string Nested(NetworkKind kind) =>
            string.Join('\n', Enumerable.Range(1, (int)kind).Select(n => $"8.8.{n}.0/24"));
    }

    [Fact]
    public void A_relay_is_taken_out_of_lists_of_vpns_and_keeps_its_users_territory()
    {
        var locator = folder.Load(
            folder.Cidr("vpns", NetworkKind.Vpn, "8.8.8.0/24\n8.8.4.0/24"),
            folder.Feed("apple", FeedFormat.AppleRelay, "8.8.8.0/31,FR,,Paris,"));
        var relay = Evidence(locator, "8.8.8.1");
        Assert.Equal((NetworkKind.Relay, "FR", Confidence.Medium, false), Summary(relay));
        Assert.Equal(["apple"], relay.NetworkSources);
        Assert.Equal((NetworkKind.Vpn, "US", Confidence.Low, false), Summary(Evidence(locator, "8.8.8.2")));
    }

    [Fact]
    public void An_operators_own_word_is_certain_and_no_table_disputes_it()
    {
        var feed = folder.Feed("isp", FeedFormat.Geofeed, "8.8.8.0/24,SG,,,");
        var locator = folder.Load(feed with { MaxAgeHours = 24 });
        var found = Evidence(locator, "8.8.8.8");
        Assert.Equal((NetworkKind.Unclassified, "SG", Confidence.Certain, false), Summary(found));
        Assert.Equal(["SG", "US"], found.Candidates.Select(candidate => candidate.Territory.ToString()));
        Assert.Equal(("isp", SourceMethod.OperatorFeed, "SG"), Row(locator, "8.8.8.8"));
        locator.Reload(ShippedTables.Now.AddDays(2));
        Assert.Equal(Confidence.Medium, Evidence(locator, "8.8.8.8").Confidence);
        // Two operators of one network: one of them is wrong.
        var both = folder.Load(feed, folder.Feed("other", FeedFormat.Geofeed, "8.8.8.0/25,JP,,,"));
        Assert.Equal((NetworkKind.Unclassified, "SG", Confidence.Medium, true), Summary(Evidence(both, "8.8.8.8")));
    }

    [Fact]
    public void Hosting_caps_the_confidence_unless_the_cloud_names_the_place()
    {
        var locator = folder.Load(
            folder.Cidr("datacenters", NetworkKind.Hosting, "8.8.0.0/16"),
            folder.Feed("aws", FeedFormat.AwsRanges, """
                {"prefixes":[{"ip_prefix":"8.8.8.0/24","region":"ap-northeast-2"}],"ipv6_prefixes":[]}
                """));
        Assert.Equal((NetworkKind.Hosting, "US", Confidence.Medium, false), Summary(Evidence(locator, "8.8.4.4")));
        var cloud = Evidence(locator, "8.8.8.8");
        Assert.Equal((NetworkKind.Hosting, "KR", Confidence.Certain, false), Summary(cloud));
        Assert.Equal("ap-northeast-2", cloud.CloudRegion);
        Assert.Equal(["datacenters", "aws"], cloud.NetworkSources);
    }

    [Fact]
    public void Nobodys_addresses_stay_nobodys_whatever_a_list_says()
    {
        var locator = folder.Load(folder.Cidr("vpns", NetworkKind.Vpn, "10.0.0.0/8\n192.0.2.0/24"));
        Assert.Equal(NetworkKind.Special, Evidence(locator, "10.1.2.3").Network);
        Assert.Equal([NetworkKind.Vpn, NetworkKind.Special], Evidence(locator, "192.0.2.1").Coverage);
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("8.8.9.8")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2002:808:808::1")]
    public void An_answer_that_was_met_before_costs_no_allocation(string text)
    {
        var locator = folder.Load(
            folder.Cidr("vpns", NetworkKind.Vpn, "8.8.8.0/24\n2001:4860::/32"),
            folder.Feed("isp", FeedFormat.Geofeed, "8.8.8.0/25,SG,,,"));
        var address = IPAddress.Parse(text);
        var first = locator.Locate(address);
        // What the runtime itself sets up once for a path of code is no part of a look-up.
        Assert.Contains(0, Enumerable.Range(0, 5).Select(_ => Allocated(locator, address)));
        Assert.Same(first.Evidence, locator.Locate(address).Evidence);
    }

    private static long Allocated(AddressLocator locator, IPAddress address)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            locator.Locate(address);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static (string, SourceMethod, string?) Row(AddressLocator locator, string address)
    {
        var row = locator.Explain(IPAddress.Parse(address))[0];
        return (row.Source, row.Method, row.Raw);
    }

    private static (NetworkKind, string, Confidence, bool) Summary(AddressEvidence evidence) =>
        (evidence.Network, evidence.Best.ToString(), evidence.Confidence, evidence.Disputed);

    private static AddressEvidence Evidence(AddressLocator locator, string address) =>
        locator.Locate(IPAddress.Parse(address)).Evidence;
}
