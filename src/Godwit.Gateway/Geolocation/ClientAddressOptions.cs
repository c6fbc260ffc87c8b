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

    /// <summary>How long a trusted peer may take to send its PROXY protocol header. Default: 5 seconds.</summary>
    public TimeSpan ProxyProtocolTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
