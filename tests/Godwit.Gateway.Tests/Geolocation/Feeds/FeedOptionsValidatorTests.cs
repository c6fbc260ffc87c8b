using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Policy.Territories;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Feeds;

public sealed class FeedOptionsValidatorTests
{
    private static readonly FeedOptions Good = new()
    {
        Name = "x4bnet-vpn", Format = FeedFormat.Cidr, Kind = NetworkKind.Vpn, Url = "https://feeds.example/vpn",
    };

    [Fact]
    public void What_is_right_has_no_errors() => Assert.Empty(FeedOptionsValidator.Validate(
    [
        Good, Good with { Name = "local", Url = "http://127.0.0.1:8080/vpn" },
        new() { Name = "starlink", Format = FeedFormat.Geofeed, Kind = NetworkKind.Satellite, Path = "geofeed.csv" },
        new() { Name = "own", Format = FeedFormat.Mmdb, Preset = FeedPreset.MaxmindAnonymousIp, Path = "a.mmdb" },
    ]));

    [Fact]
    public void Everything_that_is_wrong_is_named_with_its_key()
    {
        FeedOptions[] feeds =
        [
            Good, Good, Good with { Name = "../etc" }, Good with { Name = "a", Path = "also" },
            Good with { Name = "b", Url = "http://feeds.example/vpn" }, Good with { Name = "c", Kind = null },
            Good with { Name = "d", Kind = NetworkKind.Special }, Good with { Name = "e", RefreshMinutes = 0 },
            Good with { Name = "f", Format = FeedFormat.Csv, Kind = null },
            Good with { Name = "g", Preset = FeedPreset.Spur },
            Good with { Name = "h", Format = FeedFormat.Csv, Kind = null, Mapping = new FeedMapping() },
        ];
        Assert.Equal(
        [
            "feed 'x4bnet-vpn': name: is given to 2 feeds", "feed '../etc': name: accepted",
            "feed 'a': path, url", "feed 'b': url", "feed 'c': kind", "feed 'd': kind",
            "feed 'e': refresh_minutes", "feed 'f': preset, mapping", "feed 'g': preset, mapping",
            "feed 'h': mapping: names neither kinds nor a territory", "feed 'h': mapping: csv needs either",
        ],
        FeedOptionsValidator.Validate(feeds), StartsWith);

        static bool StartsWith(string expected, string actual) => actual.StartsWith(expected, StringComparison.Ordinal);
    }
}
