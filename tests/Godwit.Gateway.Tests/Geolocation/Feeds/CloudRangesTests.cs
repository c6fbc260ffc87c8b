using System.Text;
using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Gateway.Geolocation.Feeds.Formats;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Feeds;

public sealed class CloudRangesTests
{
    [Fact]
    public void Amazons_ranges_are_hosting_in_a_cloud_region()
    {
        var rows = Read(FeedFormat.AwsRanges, """
            {"syncToken":"1787400000","createDate":"2026-08-22-10-20-30","prefixes":[
              {"ip_prefix":"192.0.2.0/24","region":"eu-west-1","service":"EC2","network_border_group":"eu-west-1"},
              {"ip_prefix":"198.51.100.0/24","region":"GLOBAL","service":"CLOUDFRONT"},
              {"ip_prefix":"203.0.113.0/24","region":"moon-south-1","service":"EC2"}],
             "ipv6_prefixes":[{"ipv6_prefix":"2001:db8::/40","region":"ap-east-1","service":"EC2"}]}
            """);
        Assert.Equal(
            ["192.0.2.0/24 hosting eu-west-1 IE", "198.51.100.0/24 hosting", "203.0.113.0/24 hosting moon-south-1",
                "2001:db8::/40 hosting ap-east-1 HK"],
            FeedReaderTests.Text(rows));
        Assert.Equal(new DateTimeOffset(2026, 8, 22, 10, 20, 30, TimeSpan.Zero), rows.BuildEpoch);
    }

    [Fact]
    public void Googles_have_a_scope()
    {
        var rows = Read(FeedFormat.GoogleRanges, """
            {"syncToken":"1","creationTime":"2026-08-22T01:02:03.4","prefixes":[
              {"ipv4Prefix":"192.0.2.0/24","service":"Google Cloud","scope":"europe-west3"},
              {"ipv6Prefix":"2001:db8::/44","service":"Google Cloud","scope":"global"}]}
            """);
        Assert.Equal(["192.0.2.0/24 hosting europe-west3 DE", "2001:db8::/44 hosting"], FeedReaderTests.Text(rows));
        Assert.Equal(2026, rows.BuildEpoch!.Value.Year);
    }

    [Fact]
    public void Azures_tags_name_a_range_with_its_region_and_without()
    {
        var rows = Read(FeedFormat.AzureRanges, """
            {"changeNumber":1,"cloud":"Public","values":[
              {"name":"AzureCloud","properties":{"region":"","addressPrefixes":["192.0.2.0/24","no prefix"]}},
              {"name":"AzureCloud.uksouth","properties":{"region":"uksouth","addressPrefixes":["192.0.2.0/24"]}}]}
            """);
        Assert.Equal(["192.0.2.0/24 hosting", "192.0.2.0/24 hosting uksouth GB"], FeedReaderTests.Text(rows));
        Assert.Equal((2, 1), (rows.Good, rows.Bad));
    }

    [Fact]
    public void Oracles_are_grouped_by_region()
    {
        var rows = Read(FeedFormat.OracleRanges, """
            {"last_updated_timestamp":"2026-08-20T00:00:00.0","regions":[
              {"region":"eu-frankfurt-1","cidrs":[{"cidr":"192.0.2.0/24","tags":["OCI"]}]}]}
            """);
        Assert.Equal(["192.0.2.0/24 hosting eu-frankfurt-1 DE"], FeedReaderTests.Text(rows));
    }

    [Theory]
    [InlineData(FeedFormat.AwsRanges, "")]
    [InlineData(FeedFormat.AwsRanges, "{\"prefixes\":")]
    [InlineData(FeedFormat.AwsRanges, "{}")]
    [InlineData(FeedFormat.AwsRanges, "{\"prefixes\":[1],\"ipv6_prefixes\":[]}")]
    [InlineData(FeedFormat.GoogleRanges, "[]")]
    [InlineData(FeedFormat.GoogleRanges, "{\"prefixes\":{}}")]
    [InlineData(FeedFormat.AzureRanges, "{\"values\":[{}]}")]
    [InlineData(FeedFormat.AzureRanges, "{\"values\":[{\"properties\":{\"addressPrefixes\":[7]}}]}")]
    [InlineData(FeedFormat.OracleRanges, "{\"regions\":[{\"region\":\"x\"}]}")]
    public void What_is_not_the_clouds_file_is_refused(FeedFormat format, string json) =>
        Assert.Throws<InvalidDataException>(() => Read(format, json));

    private static FeedRows Read(FeedFormat format, string json) =>
        FeedReader.Read(FeedReaderTests.Options(format), Encoding.UTF8.GetBytes(json));
}
