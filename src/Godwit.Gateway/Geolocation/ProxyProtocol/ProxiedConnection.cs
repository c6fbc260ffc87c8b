using System.Net;

namespace Godwit.Gateway.Geolocation.ProxyProtocol;

/// <inheritdoc cref="IProxiedConnectionFeature"/>
internal sealed record ProxiedConnection(IPAddress? ClientAddress, bool IsLocal) : IProxiedConnectionFeature;
