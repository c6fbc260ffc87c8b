using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using Godwit.Policy.Contracts;
using Godwit.Policy.Snapshot;

namespace Godwit.Gateway.Attempts;

/// <summary>
/// HTTP clients by provider. A provider keeps its connections over a new snapshot as long as its settings stay.
/// </summary>
internal sealed class ProviderClients : IDisposable
{
    private readonly ConcurrentDictionary<Settings, HttpMessageInvoker> clients = new();
    private readonly SnapshotHolder snapshots;

    public ProviderClients(SnapshotHolder snapshots)
    {
        this.snapshots = snapshots;
        snapshots.Published += Trim;
    }

    public HttpMessageInvoker For(ProviderRules provider) => clients.GetOrAdd(SettingsOf(provider), Create);

    /// <summary>
    /// For a connection that is to become a WebSocket, which only HTTP/1.1 is asked for: no other may be agreed on.
    /// </summary>
    public HttpMessageInvoker ForUpgrade(ProviderRules provider) =>
        clients.GetOrAdd(SettingsOf(provider) with { Http2 = false }, Create);

    /// <summary>Lets go of the clients of providers that a new snapshot no longer has.</summary>
    private void Trim(GatewaySnapshot snapshot)
    {
        var wanted = snapshot.Providers.Select(SettingsOf).SelectMany(s => new[] { s, s with { Http2 = false } })
            .ToHashSet();

        // Not disposed: requests that began with an older snapshot may still use it; its idle connections close by
        // themselves.
        foreach (var settings in clients.Keys.Where(s => !wanted.Contains(s)))
            clients.TryRemove(settings, out _);
    }

    public void Dispose()
    {
        snapshots.Published -= Trim;
        foreach (var client in clients.Values)
            client.Dispose();
    }

    private static Settings SettingsOf(ProviderRules provider) =>
        new(provider.Name, provider.Http2, provider.ConnectTimeout);

    private static HttpMessageInvoker Create(Settings settings) => new(new SocketsHttpHandler
    {
        // A redirect would carry the credential to a host that nobody configured.
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        ConnectTimeout = settings.ConnectTimeout,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
        // Long enough to be reused, short enough to follow a change of DNS.
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        EnableMultipleHttp2Connections = true,
        SslOptions = new SslClientAuthenticationOptions
        {
            ApplicationProtocols = settings.Http2
                ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]
                : [SslApplicationProtocol.Http11],
        },
    });

    private readonly record struct Settings(string Provider, bool Http2, TimeSpan ConnectTimeout);
}
