namespace Godwit.Policy.Territories;

/// <summary>
/// How sure the evidence is. Measured rates per level are in docs/territory.md; no percentage is invented.
/// </summary>
public enum Confidence
{
    /// <summary>Nothing is known.</summary>
    None,

    /// <summary>
    /// Sources differ and nothing backs the best one; or one stands alone with nothing behind it; or only the
    /// registration is known; or the address is an anonymizer's.
    /// </summary>
    Low,

    /// <summary>
    /// One source stands alone and the registration backs it; or sources differ and something backs the best one; or
    /// stale data or an address embedded in another caps it.
    /// </summary>
    Medium,

    /// <summary>The independent sources agree.</summary>
    High,

    /// <summary>The operator of the network says so itself.</summary>
    Certain,
}

/// <summary>What kind of network an address belongs to, as far as loaded lists tell.</summary>
public enum NetworkKind
{
    /// <summary>No list that was loaded names it; see <see cref="AddressEvidence.Coverage"/>.</summary>
    Unclassified,
    Tor,
    PublicProxy,
    ResidentialProxy,
    Vpn,

    /// <summary>A relay that keeps the caller's territory, such as iCloud Private Relay.</summary>
    Relay,
    Hosting,
    Satellite,
    Anycast,

    /// <summary>Special-purpose: private, loopback, documentation and the like (IANA registries).</summary>
    Special,
}

/// <summary>One territory that the evidence allows, and who says so.</summary>
/// <param name="Territory">The territory.</param>
/// <param name="Subdivision">The part of it, where a source knows one.</param>
/// <param name="Sources">Names of the sources that say so, e.g. <c>ipfire</c>.</param>
public sealed record TerritoryCandidate(
    TerritoryCode Territory, SubdivisionCode Subdivision, IReadOnlyList<string> Sources)
{
    /// <summary>
    /// True when only data about registration say so: it supports other evidence and disputes nothing.
    /// </summary>
    public bool RegistrationOnly { get; init; }
}

/// <summary>
/// Everything the data says of an address. Instances are shared by all addresses with the same answers.
/// </summary>
public sealed record AddressEvidence
{
    /// <summary>The evidence for an address about which no source says anything.</summary>
    public static AddressEvidence Unknown { get; } = new();

    /// <summary>The best answer; <see cref="TerritoryCode.None"/> when nothing is known.</summary>
    public TerritoryCode Best { get; init; }

    /// <summary>
    /// Each territory that a source of location gives, the best one first. Where no such source knows the address,
    /// the only candidate is the territory of registration.
    /// </summary>
    public IReadOnlyList<TerritoryCandidate> Candidates { get; init; } = [];

    /// <summary>
    /// Where the network that announces the address is registered; none when not known. Evidence for or against the
    /// best answer, and no answer of its own: clouds register at home and serve everywhere.
    /// </summary>
    public TerritoryCode Registered { get; init; }

    /// <summary>
    /// True when sources of location (not of registration) give different territories, and the network's own operator
    /// does not settle it.
    /// </summary>
    public bool Disputed { get; init; }

    public Confidence Confidence { get; init; }

    public NetworkKind Network { get; init; }

    /// <summary>Names of the feeds that say so; empty for special-purpose ranges and where no feed does.</summary>
    public IReadOnlyList<string> NetworkSources { get; init; } = [];

    /// <summary>The cloud's own name of its region, e.g. <c>eu-west-1</c>; null where no feed has one.</summary>
    public string? CloudRegion { get; init; }

    /// <summary>The IANA name of a special-purpose range, when <see cref="Network"/> is Special.</summary>
    public string? SpecialPurpose { get; init; }

    /// <summary>Which kinds of network there were lists for; a kind not in here was not looked for.</summary>
    public IReadOnlyList<NetworkKind> Coverage { get; init; } = [];
}

/// <summary>How the IPv4 address was written inside an IPv6 one, if it was.</summary>
public enum AddressForm
{
    Native,

    /// <summary><c>::ffff:0:0/96</c>, RFC 4291: the same address, nothing lost.</summary>
    Mapped,

    /// <summary><c>64:ff9b::/96</c>, RFC 6052.</summary>
    Nat64,

    /// <summary><c>2002::/16</c>, RFC 3056: lowers confidence.</summary>
    SixToFour,

    /// <summary><c>2001::/32</c>, RFC 4380: lowers confidence.</summary>
    Teredo,
}
