using Godwit.Control;
using Godwit.Gateway;
using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Geolocation.Mmdb;

namespace Godwit.Host.Serve;

/// <summary>What the settings of <c>serve</c> mean to each plane.</summary>
internal static class PlaneOptions
{
    public static ControlOptions Control(ServeSettings settings) => new()
    {
        DataFolder = settings.Data.Path,
        ConnectionString = settings.Store,
        ConfigPaths = settings.Config,
        CatalogOverlay = settings.CatalogOverlay,
        Retention = new RetentionOptions
        {
            RequestDays = settings.KeepRequestDays, TrafficDays = settings.KeepTrafficDays,
        },
        Notices = settings.Notices,
    };

    public static GatewayOptions Gateway(ServeSettings settings)
    {
        var options = new GatewayOptions
        {
            JournalFolder = settings.Data.JournalPath,
            MaxBodyBytes = settings.MaxBodyBytes,
            DrainTimeout = settings.DrainTimeout,
            AddressHashKey = settings.Data.AddressHashKey(),
            SealedIdKey = settings.Data.SealedIdKey(settings.SharedDataKey),
            AddressSealKey = settings.ClientAddressKey,
            Counters = settings.Counters,
        };
        options.Counters.NodeFile = settings.Data.NodeFile;
        options.Responses.Retention = TimeSpan.FromDays(settings.KeepResponseDays);
        options.Responses.MaxBytes = settings.MaxResponsesBytes;
        // Whole files are let go: with a small limit each is small, so that most of it can be used.
        options.Responses.SegmentBytes = Math.Min(options.Responses.SegmentBytes, settings.MaxResponsesBytes / 4);
        foreach (var point in settings.Listen)
            options.Listen.Add(point);
        return options;
    }

    public static ClientAddressOptions ClientAddresses(ServeSettings settings)
    {
        var options = new ClientAddressOptions { Source = settings.ClientAddress };
        options.EdgeHeader = settings.EdgeHeader;
        options.EndUserHeader = settings.EndUserHeader ?? options.EndUserHeader;
        foreach (var network in settings.TrustedProxies)
            options.TrustedProxies.Add(network);
        foreach (var network in settings.EdgeRanges)
            options.EdgeRanges.Add(network);
        foreach (var feed in settings.EdgeFeeds)
            options.EdgeFeeds.Add(feed);
        return options;
    }

    public static void AddAddressData(GeolocationOptions options, ServeSettings settings)
    {
        foreach (var path in settings.Mmdb)
            options.MmdbFiles.Add(new MmdbSourceOptions { Name = SourceName(path), Path = path });
        foreach (var feed in settings.Feeds)
            options.Feeds.Add(feed);
        options.FeedFolder = settings.Data.FeedsPath;
    }

    // GeoLite2-Country.mmdb shows as geolite2-country.
    private static string SourceName(string path) => string.Concat(
        Path.GetFileNameWithoutExtension(path).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
}
