using System.Net;

namespace Godwit.Policy.Contracts;

/// <summary>Which of the things a proxy may say about the caller is believed. One per deployment.</summary>
public enum ClientAddressSource
{
    /// <summary>The socket's own address; every forwarding header is ignored.</summary>
    Peer,

    /// <summary>The <c>X-Forwarded-For</c> header, from trusted hops only.</summary>
    XForwardedFor,

    /// <summary>The <c>Forwarded</c> header of RFC 7239, from trusted hops only.</summary>
    Forwarded,

    /// <summary>The PROXY protocol, version 2, from trusted peers only.</summary>
    ProxyProtocol,
}

/// <summary>Why the client address is the one it is.</summary>
public enum ChainOutcome
{
    /// <summary>The peer is not a trusted proxy, or none is configured: the socket's address is the caller's.</summary>
    Peer,

    /// <summary>The first untrusted hop, walking from the peer.</summary>
    Forwarded,

    /// <summary>Every hop was trusted; the farthest one is the caller.</summary>
    AllTrusted,

    /// <summary>A hop did not parse, or the chain broke a limit: the walk ends and nobody's word is taken.</summary>
    Untrusted,
}

/// <summary>The caller's address and how it was found.</summary>
/// <param name="Address">The client address; null when the chain is untrusted.</param>
/// <param name="Peer">The socket's address.</param>
/// <param name="Outcome">Why this address.</param>
/// <param name="HopIndex">Hops walked from the peer: 0 is the peer itself.</param>
public readonly record struct ClientAddress(IPAddress? Address, IPAddress Peer, ChainOutcome Outcome, int HopIndex);
