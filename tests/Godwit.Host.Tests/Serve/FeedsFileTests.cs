using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Host.Serve;
using Godwit.Policy.Territories;
using Xunit;

namespace Godwit.Host.Tests.Serve;

public sealed class FeedsFileTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void A_file_names_feeds_and_paths_are_meant_from_where_it_is()
    {
        var (feeds, errors) = Read("""
            feeds:
              - { name: vpn, format: cidr, kind: vpn, path: lists/vpn.txt, max_age_hours: 48 }
              - { name: tor, format: tor_exits, url: "https://feeds.example/exits" }
              - name: own
                format: csv
                path: /data/own.csv
                mapping:
                  prefix: network
                  kinds: [ { field: type, values: [res], kind: residential_proxy } ]
            """);
        Assert.Empty(errors);
        Assert.Equal(Path.Combine(Path.GetDirectoryName(file)!, "lists", "vpn.txt"), feeds[0].Path);
        Assert.Equal((FeedFormat.Cidr, NetworkKind.Vpn, 48, 360),
            (feeds[0].Format, feeds[0].Kind!.Value, feeds[0].MaxAgeHours, feeds[0].RefreshMinutes));
        Assert.Equal(("https://feeds.example/exits", 1, 50),
            (feeds[1].Url, feeds[1].MaxBadPercent, feeds[1].MaxChangePercent));
        var mapping = feeds[2].Mapping!;
        Assert.Equal((true, ",", NetworkKind.ResidentialProxy),
            (mapping.Header, mapping.Delimiter, mapping.Kinds[0].Kind));
    }

    [Fact]
    public void Unknown_keys_and_values_are_named_with_their_place()
    {
        var (feeds, errors) = Read("""
            feeds:
              - { name: vpn, format: cidrs, kind: vpn, path: vpn.txt }
              - { name: tor, format: tor_exits, ulr: "https://feeds.example/exits" }
            """);
        Assert.Empty(feeds);
        Assert.Equal(2, errors.Count);
        Assert.Contains("feeds[0].format", errors[0], StringComparison.Ordinal);
        Assert.Contains("feeds[1].ulr", errors[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_together_is_an_error()
    {
        var (feeds, errors) = Read("feeds: [ { name: vpn, format: cidr, path: vpn.txt } ]");
        Assert.Empty(feeds);
        Assert.Equal([$"{file}: feed 'vpn': kind: is needed with format cidr"], errors);
    }

    private (IReadOnlyList<FeedOptions> Feeds, List<string> Errors) Read(string yaml)
    {
        File.WriteAllText(file, yaml);
        var errors = new List<string>();
        return (FeedsFile.Read(file, errors), errors);
    }
}
