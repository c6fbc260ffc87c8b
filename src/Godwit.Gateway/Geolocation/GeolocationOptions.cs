using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Gateway.Geolocation.Mmdb;

namespace Godwit.Gateway.Geolocation;

/// <summary>Which address data is used besides the tables that ship.</summary>
public sealed class GeolocationOptions
{
    /// <summary>
    /// The operator's own MMDB files; they go before the tables that ship, the first before the second.
    /// </summary>
    public IList<MmdbSourceOptions> MmdbFiles { get; } = [];

    /// <summary>Feeds of evidence about addresses, in order of precedence.</summary>
    public IList<FeedOptions> Feeds { get; } = [];

    /// <summary>Where copies of fetched feeds are kept; null: none is fetched.</summary>
    public string? FeedFolder { get; set; }
}
