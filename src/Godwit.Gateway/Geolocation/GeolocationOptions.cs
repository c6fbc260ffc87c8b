using Godwit.Gateway.Geolocation.Mmdb;

namespace Godwit.Gateway.Geolocation;

/// <summary>Which address data is used besides the tables that ship.</summary>
public sealed class GeolocationOptions
{
    /// <summary>
    /// The operator's own MMDB files; they go before the tables that ship, the first before the second.
    /// </summary>
    public IList<MmdbSourceOptions> MmdbFiles { get; } = [];
}
