using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Geolocation.ProxyProtocol;

/// <summary>Puts the PROXY protocol before everything else on a listener.</summary>
public static class ProxyProtocolListening
{
    /// <summary>Reads version 2 headers from the trusted peers. Call it before <c>UseHttps</c>.</summary>
    public static ListenOptions UseProxyProtocol(this ListenOptions listener, ClientAddressOptions options)
    {
        var services = listener.ApplicationServices;
        var resolver = new ClientAddressResolver(options);
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var logger = services.GetRequiredService<ILogger<ProxyProtocolMiddleware>>();
        ((IConnectionBuilder)listener).Use(next =>
            new ProxyProtocolMiddleware(next, resolver, options.ProxyProtocolTimeout, time, logger).OnConnectionAsync);
        return listener;
    }
}
