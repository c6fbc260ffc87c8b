using System.Net;
using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Geolocation.ProxyProtocol;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Godwit.Gateway;

/// <summary>The listener that clients connect to.</summary>
public sealed class ClientListener : IHostedService, IDisposable
{
    private readonly KestrelServer server;
    private readonly ClientApplication application;
    private readonly GatewayOptions options;

    internal ClientListener(
        GatewayOptions options, ClientAddressOptions address, ClientApplication application,
        IServiceProvider services, ILoggerFactory loggers)
    {
        this.application = application;
        this.options = options;
        var transport = new SocketTransportOptions
        {
            // Saves a hop to the thread pool for every read and write (docs/adr/0002), at a price: nothing on the
            // request path may block, for it would block every connection of that event loop.
            UnsafePreferInlineScheduling = true,
        };
        server = new KestrelServer(
            Options.Create(Limits(options, address, services)),
            new SocketTransportFactory(Options.Create(transport), loggers),
            loggers);
    }

    /// <summary>The URLs that are listened on, with the ports that were really taken. Empty before the start.</summary>
    public IReadOnlyCollection<string> Addresses =>
        [.. server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    /// <summary>True while connections are accepted.</summary>
    public bool Listening { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await server.StartAsync(application, cancellationToken);
        Listening = true;
    }

    /// <summary>Stops accepting, and lets requests under way end within the time for it.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Listening = false;
        application.Stop();
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        drain.CancelAfter(options.DrainTimeout);
        await server.StopAsync(drain.Token);
    }

    public void Dispose() => server.Dispose();

    private static KestrelServerOptions Limits(
        GatewayOptions options, ClientAddressOptions address, IServiceProvider services)
    {
        var kestrel = new KestrelServerOptions { ApplicationServices = services, AddServerHeader = false };
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = options.MaxHeaderBytes;
        kestrel.Limits.RequestHeadersTimeout = options.HeaderTimeout;
        kestrel.Limits.KeepAliveTimeout = options.KeepAliveTimeout;
        foreach (IPEndPoint endpoint in options.Listen)
        {
            kestrel.Listen(endpoint, listener =>
            {
                if (address.Source == ClientAddressSource.ProxyProtocol)
                    listener.UseProxyProtocol(address);
            });
        }

        return kestrel;
    }
}
