using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Edge;

/// <summary>Weighs an edge's word together with what the address says. The rules are in docs/territory.md.</summary>
internal static class EdgeEvidence
{
    /// <summary>Adds an edge's claim to the evidence of the address.</summary>
    /// <param name="address">What the address says.</param>
    /// <param name="claim">What the edge says.</param>
    /// <param name="source">The edge's name among the sources.</param>
    public static AddressEvidence Combine(AddressEvidence address, EdgeClaim claim, string source)
    {
        // Nobody's address, so nobody's territory: an edge that placed it spoke of somebody else.
        if (!claim.HasValue || address.Network == NetworkKind.Special)
            return address;
        return claim.IsTor ? OfTor(address, source) : Placed(address, claim.Territory, source);
    }

    private static AddressEvidence OfTor(AddressEvidence address, string source) => address with
    {
        Network = NetworkKind.Tor,
        NetworkSources = address.Network == NetworkKind.Tor ? [.. address.NetworkSources, source] : [source],
        Confidence = address.Confidence < Confidence.Low ? address.Confidence : Confidence.Low,
        Coverage = address.Coverage.Contains(NetworkKind.Tor)
            ? address.Coverage : [.. address.Coverage, NetworkKind.Tor],
    };

    private static AddressEvidence Placed(AddressEvidence address, TerritoryCode territory, string source)
    {
        var candidates = address.Candidates.Where(candidate => !candidate.RegistrationOnly).ToList();
        var isLocated = candidates.Count > 0;
        var place = candidates.FindIndex(candidate => candidate.Territory == territory);
        if (place >= 0)
            candidates[place] = candidates[place] with { Sources = [.. candidates[place].Sources, source] };
        else
            candidates.Add(new TerritoryCandidate(territory, default, [source]));
        var best = candidates[0].Territory;
        return address with
        {
            Best = best,
            Candidates = candidates.ToArray(),
            Disputed = address.Disputed || territory != best,
            Confidence = !isLocated ? Alone(address, territory)
                : territory == best ? Agreeing(address)
                : Differing(address, backsAnother: place >= 0),
        };
    }

    /// <summary>Only the registration can back an edge that is the only one to place the address.</summary>
    private static Confidence Alone(AddressEvidence address, TerritoryCode territory) =>
        address.Registered == territory && !HidesItsUser(address.Network) ? Confidence.Medium : Confidence.Low;

    /// <summary>
    /// What nothing backed is backed now. More it is not: edges buy the same data as others, and know no better where
    /// stale data, a data centre or an anonymizer caps the confidence.
    /// </summary>
    private static Confidence Agreeing(AddressEvidence address) =>
        address.Confidence == Confidence.Low && !HidesItsUser(address.Network)
            ? Confidence.Medium : address.Confidence;

    private static Confidence Differing(AddressEvidence address, bool backsAnother) =>
        backsAnother ? Confidence.Low
        : address.Confidence > Confidence.Medium ? Confidence.Medium : address.Confidence;

    private static bool HidesItsUser(NetworkKind network) => network is NetworkKind.Tor or NetworkKind.PublicProxy
        or NetworkKind.ResidentialProxy or NetworkKind.Vpn or NetworkKind.Anycast;
}
