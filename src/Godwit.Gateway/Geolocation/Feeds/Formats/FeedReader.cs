using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Feeds.Formats;

/// <summary>Reads a feed of any format.</summary>
internal static class FeedReader
{
    /// <exception cref="InvalidDataException">
    /// The content as a whole is not what it should be; the message goes on from the feed's name.
    /// </exception>
    public static FeedRows Read(FeedOptions options, byte[] content)
    {
        var rows = new FeedRows();
        var kinds = NetworkKinds.Of(options.Kind);
        switch (options.Format)
        {
            case FeedFormat.Cidr:
                CidrListReader.ReadCidr(content, new FeedClaim(kinds, default, default, null), rows);
                break;
            case FeedFormat.TorExits:
                CidrListReader.ReadTorExits(content, FeedClaim.Of(NetworkKind.Tor), rows);
                break;
            case FeedFormat.AppleRelay:
                GeofeedReader.Read(content, NetworkKinds.Of(NetworkKind.Relay), rows);
                break;
            case FeedFormat.Geofeed:
                GeofeedReader.Read(content, kinds, rows);
                break;
            case FeedFormat.Mmdb:
                new MmdbFeedReader(FeedMappings.Of(options)!, rows).Read(content);
                break;
            case FeedFormat.Csv:
                new CsvFeedReader(FeedMappings.Of(options)!, rows).Read(content);
                break;
            default:
                new CloudRangesReader(options.Format, rows).Read(content);
                break;
        }

        return rows;
    }
}
