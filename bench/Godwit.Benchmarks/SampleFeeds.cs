using System.Globalization;
using System.Text;
using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Policy.Territories;

namespace Godwit.Benchmarks;

/// <summary>Feeds as large and as mixed as the public ones were in August 2026, with made-up ranges.</summary>
internal sealed class SampleFeeds : IDisposable
{
    private static readonly string[] Places =
        [.. TerritoryCatalog.All.Select(code => code.ToString()), "US,US-CA", "US,US-NY", "GB,GB-ENG", "DE,DE-BE"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("godwit-bench");
    private readonly Random random = new(1);

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>What to load to have all of them, 430,000 rows.</summary>
    public GeolocationOptions Write()
    {
        var options = new GeolocationOptions();
        options.Feeds.Add(Feed("tor", FeedFormat.TorExits, 1500, () => $"{V4()}.{random.Next(256)}"));
        options.Feeds.Add(Feed("vpn", FeedFormat.Cidr, 11_360, () => $"{V4()}.0/24") with { Kind = NetworkKind.Vpn });
        options.Feeds.Add(Feed("datacenter", FeedFormat.Cidr, 51_318, () => random.Next(6) == 0
            ? $"{V6()}::/40" : $"{V4()}.0/24") with { Kind = NetworkKind.Hosting });
        options.Feeds.Add(Feed("relay", FeedFormat.AppleRelay, 286_000, () => random.Next(30) == 0
            ? $"{V4()}.{random.Next(128) * 2}/31,{Place()},City,"
            : $"{V6(0)}:{random.Next(65_536):x}::/64,{Place()},,"));
        options.Feeds.Add(Feed("geofeed", FeedFormat.Geofeed, 60_000, () => $"{V4()}.0/25,{Place()},,"));
        options.Feeds.Add(Feed("residential", FeedFormat.Cidr, 20_000, () => $"{V4()}.{random.Next(256)}") with
        {
            Kind = NetworkKind.ResidentialProxy,
        });
        return options;
    }

    private FeedOptions Feed(string name, FeedFormat format, int rows, Func<string> row)
    {
        var text = new StringBuilder();
        for (var i = 0; i < rows; i++)
            text.Append(CultureInfo.InvariantCulture, $"{row()}\n");
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text.ToString());
        return new FeedOptions { Name = name, Format = format, Path = path };
    }

    private string V4() => $"{random.Next(11, 100)}.{random.Next(256)}.{random.Next(256)}";

    private string V6(int lowBits = 0xFF) =>
        $"24{random.Next(256):x2}:{random.Next(65_536):x}:{random.Next(256) & ~lowBits:x}00";

    private string Place()
    {
        var place = Places[random.Next(Places.Length)];
        return place.Contains(',', StringComparison.Ordinal) ? place : place + ",";
    }
}
