using System.Net;
using Godwit.Gateway.Geolocation.Chain;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Godwit.Gateway.Geolocation.Edge;

/// <summary>
/// The header in which an edge names the caller's territory, believed only when the socket's peer is the edge.
/// </summary>
public sealed class EdgeHeader
{
    private readonly TrustedProxies ranges;
    private readonly string[] feeds;
    private readonly IAddressLocator locator;
    private readonly EdgeEvidenceCache? cache;

    /// <exception cref="ArgumentException">A range holds every address.</exception>
    public EdgeHeader(ClientAddressOptions options, IAddressLocator locator)
    {
        this.locator = locator;
        Name = options.EdgeHeader;
        ranges = new TrustedProxies([.. options.EdgeRanges], "Edge range");
        feeds = [.. options.EdgeFeeds];
        cache = Name is null ? null : new EdgeEvidenceCache(SourceName);
    }

    /// <summary>Name of the header; null when none is configured, and then nothing is read.</summary>
    public string? Name { get; }

    /// <summary>The edge's name among the sources of evidence.</summary>
    internal string SourceName => Name?.ToLowerInvariant() ?? "";

    /// <summary>The evidence of the address and of the edge together; allocates once for each new pair.</summary>
    /// <param name="client">The caller. An untrusted chain has no address, and its edge is not believed either.</param>
    /// <param name="headers">The request's headers.</param>
    /// <param name="address">What the address says.</param>
    public AddressEvidence Weigh(in ClientAddress client, IHeaderDictionary headers, AddressEvidence address) =>
        cache is null ? address : Weigh(client, headers[Name!], address);

    internal AddressEvidence Weigh(in ClientAddress client, in StringValues lines, AddressEvidence address)
    {
        if (cache is null || lines.Count == 0 || client.Address is null || !IsEdge(client.Peer))
            return address;
        var claim = EdgeClaim.Read(lines);
        return claim.HasValue ? cache.Combine(address, claim) : address;
    }

    /// <summary>True when this peer is the edge.</summary>
    internal bool IsEdge(IPAddress peer)
    {
        if (ranges.Contains(NumericAddress.From(peer)))
            return true;
        foreach (var feed in feeds)
        {
            if (locator.IsListed(peer, feed))
                return true;
        }

        return false;
    }
}
