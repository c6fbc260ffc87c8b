using System.Net;

namespace Godwit.Gateway.Geolocation.ProxyProtocol;

/// <summary>What a trusted peer said by the PROXY protocol at the start of its connection.</summary>
public interface IProxiedConnectionFeature
{
    /// <summary>The caller's address; null when the proxy does not know it.</summary>
    IPAddress? ClientAddress { get; }

    /// <summary>True for the LOCAL command: the proxy speaks for itself, as health checks do.</summary>
    bool IsLocal { get; }
}
