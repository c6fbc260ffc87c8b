using System.Net;
using Godwit.Gateway.Geolocation.Chain;
using Godwit.Gateway.Geolocation.ProxyProtocol;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Godwit.Gateway.Geolocation;

/// <summary>Finds the caller's address: from the socket, over trusted hops only, never from the left end.</summary>
public sealed class ClientAddressResolver
{
    private readonly ClientAddressSource source;
    private readonly TrustedProxies trusted;

    /// <exception cref="ArgumentException">A trusted range holds every address.</exception>
    public ClientAddressResolver(ClientAddressOptions options)
    {
        source = options.Source;
        trusted = new TrustedProxies([.. options.TrustedProxies]);
    }

    /// <summary>The caller of a request.</summary>
    public ClientAddress Resolve(HttpContext context)
    {
        var peer = context.Connection.RemoteIpAddress;
        return source == ClientAddressSource.ProxyProtocol
            ? ResolveProxied(peer, context.Features.Get<IProxiedConnectionFeature>())
            : Resolve(peer, context.Request.Headers);
    }

    /// <summary>The caller behind a peer that sent these headers.</summary>
    /// <param name="peer">The socket's address; null for a Unix socket, which only this machine can open.</param>
    /// <param name="headers">The request's headers.</param>
    public ClientAddress Resolve(IPAddress? peer, IHeaderDictionary headers) => source switch
    {
        ClientAddressSource.XForwardedFor or ClientAddressSource.Forwarded =>
            Resolve(peer, headers["X-Forwarded-For"], headers["Forwarded"]),
        _ => AtPeer(Unmap(peer)),
    };

    /// <summary>The caller behind a peer that sent these lines of the two headers.</summary>
    public ClientAddress Resolve(IPAddress? peer, StringValues xForwardedFor, StringValues forwarded)
    {
        var address = Unmap(peer);
        if (source is not (ClientAddressSource.XForwardedFor or ClientAddressSource.Forwarded) || !IsTrusted(address))
            return AtPeer(address);
        var useForwarded = source == ClientAddressSource.Forwarded;
        if ((useForwarded ? forwarded : xForwardedFor).Count == 0)
            return new ClientAddress(address, address, ChainOutcome.AllTrusted, 0);
        var found = useForwarded
            ? ForwardedHeader.Walk(address, forwarded, trusted)
            : XForwardedForHeader.Walk(address, xForwardedFor, trusted);
        if ((useForwarded ? xForwardedFor : forwarded).Count == 0 || found.Outcome == ChainOutcome.Untrusted)
            return found;

        // Two stories about one caller: a proxy that maintains one header passes the other through as the caller
        // wrote it, so a difference means that one of them is the caller's own invention.
        var other = useForwarded
            ? XForwardedForHeader.Walk(address, xForwardedFor, trusted)
            : ForwardedHeader.Walk(address, forwarded, trusted);
        return found.Address!.Equals(other.Address)
            ? found
            : new ClientAddress(null, address, ChainOutcome.Untrusted, found.HopIndex);
    }

    private ClientAddress ResolveProxied(IPAddress? peer, IProxiedConnectionFeature? proxied)
    {
        var address = Unmap(peer);
        if (!IsTrusted(address))
            return AtPeer(address);
        if (proxied is null)
            return new ClientAddress(null, address, ChainOutcome.Untrusted, 0);
        if (proxied.IsLocal)
            return new ClientAddress(address, address, ChainOutcome.AllTrusted, 0);
        if (proxied.ClientAddress is null)
            return new ClientAddress(null, address, ChainOutcome.Untrusted, 1);
        var client = Unmap(proxied.ClientAddress);
        var outcome = IsTrusted(client) ? ChainOutcome.AllTrusted : ChainOutcome.Forwarded;
        return new ClientAddress(client, address, outcome, 1);
    }

    /// <summary>True when this peer's word is taken.</summary>
    internal bool IsTrusted(IPAddress peer) => trusted.Contains(NumericAddress.From(peer));

    private static ClientAddress AtPeer(IPAddress peer) => new(peer, peer, ChainOutcome.Peer, 0);

    /// <summary>
    /// A dual-stack socket shows IPv4 peers as <c>::ffff:a.b.c.d</c>; records and ranges use the plain form.
    /// </summary>
    private static IPAddress Unmap(IPAddress? peer) => peer switch
    {
        null => IPAddress.Loopback,
        { IsIPv4MappedToIPv6: true } => peer.MapToIPv4(),
        _ => peer,
    };
}
