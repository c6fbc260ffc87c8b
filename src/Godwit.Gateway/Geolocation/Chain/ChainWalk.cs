using System.Net;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Geolocation.Chain;

/// <summary>The walk from the peer towards the caller, one hop at a time, over trusted hops only.</summary>
internal struct ChainWalk(IPAddress peer, TrustedProxies trusted)
{
    /// <summary>More hops than any deployment has; a longer chain is somebody's experiment.</summary>
    public const int MaxHops = 32;

    /// <summary>Most characters of one header, all its lines together, that are looked at.</summary>
    public const int MaxHeaderLength = 4096;

    private NumericAddress? farthest;
    private ChainOutcome outcome = ChainOutcome.AllTrusted;
    private int hops;

    /// <summary>Takes the next hop; true when the walk is over.</summary>
    /// <param name="parsed">False when the hop is not an address in an accepted form.</param>
    /// <param name="hop">The hop's address.</param>
    public bool Step(bool parsed, NumericAddress hop)
    {
        hops++;
        if (!parsed || hops > MaxHops)
            return Distrust();
        farthest = hop;
        if (trusted.Contains(hop))
            return false;
        outcome = ChainOutcome.Forwarded;
        return true;
    }

    /// <summary>Ends the walk: nobody's word is taken.</summary>
    public bool Distrust()
    {
        outcome = ChainOutcome.Untrusted;
        return true;
    }

    public readonly ClientAddress Result => outcome == ChainOutcome.Untrusted
        ? new ClientAddress(null, peer, outcome, hops)
        : new ClientAddress(farthest?.ToIPAddress() ?? peer, peer, outcome, hops);
}
