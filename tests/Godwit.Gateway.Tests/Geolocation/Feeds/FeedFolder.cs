using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Tests.Geolocation.Feeds;

/// <summary>A folder with feeds in files that are as old as the tests' clock says.</summary>
internal sealed class FeedFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("godwit-feeds");

    public string Copies => Path("copies");

    public void Dispose() => folder.Delete(recursive: true);

    public string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    public FeedOptions Cidr(string name, NetworkKind kind, string text) =>
        Feed(name, FeedFormat.Cidr, text) with { Kind = kind };

    public FeedOptions Feed(string name, FeedFormat format, string text)
    {
        Write(name, text, ShippedTables.Now.AddHours(-1));
        return new FeedOptions { Name = name, Format = format, Path = Path(name) };
    }

    public void Write(string name, string text, DateTimeOffset written)
    {
        File.WriteAllText(Path(name), text);
        File.SetLastWriteTimeUtc(Path(name), written.UtcDateTime);
    }

    public AddressLocator Load(params FeedOptions[] feeds)
    {
        var options = new GeolocationOptions { FeedFolder = Copies };
        foreach (var feed in feeds)
            options.Feeds.Add(feed);
        return AddressLocator.Load(options, ShippedTables.Now);
    }
}
