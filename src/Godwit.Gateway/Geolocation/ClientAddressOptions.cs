using System.Net;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Geolocation;

/// <summary>Whose word about the caller's address is taken. Fixed for the life of the process.</summary>
public sealed class ClientAddressOptions
{
    /// <summary>The one place where proxies say who the caller is. Default: the socket alone.</summary>
    public ClientAddressSource Source { get; set; } = ClientAddressSource.Peer;

    /// <summary>
    /// The proxies' own ranges. A peer outside them is the caller itself, whatever its headers say. A range without
    /// prefix bits is refused.
    /// </summary>
    public IList<IPNetwork> TrustedProxies { get; } = [];

    /// <summary>
    /// Header in which an edge names the caller's territory, e.g. <c>CF-IPCountry</c>; null to believe no edge.
    /// </summary>
    public string? EdgeHeader { get; set; }

    /// <summary>The edge's own ranges. Its header counts only on connections that come from there.</summary>
    public IList<IPNetwork> EdgeRanges { get; } = [];

    /// <summary>Names of feeds that list the edge's own ranges, besides <see cref="EdgeRanges"/>.</summary>
    public IList<string> EdgeFeeds { get; } = [];

    /// <summary>
    /// Header in which a reseller hands on its end user's address; read only with keys of organizations that are
    /// resellers.
    /// </summary>
    public string EndUserHeader { get; set; } = "x-godwit-end-user-address";

    /// <summary>How long a trusted peer may take to send its PROXY protocol header. Default: 5 seconds.</summary>
    public TimeSpan ProxyProtocolTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
