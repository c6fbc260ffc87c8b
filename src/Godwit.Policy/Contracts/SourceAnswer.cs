using Godwit.Policy.Territories;

namespace Godwit.Policy.Contracts;

/// <summary>How a source comes to its answer.</summary>
public enum SourceMethod
{
    /// <summary>The operator of the network says so itself: a geofeed, a cloud's ranges, a relay's exits.</summary>
    OperatorFeed,

    /// <summary>A list or database of kinds of network that the operator of this gateway configured.</summary>
    NetworkFeed,

    /// <summary>The operator's own file; it goes before the data that ships.</summary>
    OwnFile,

    /// <summary>A table of where addresses are used.</summary>
    ActiveTable,

    /// <summary>A table of the parts of a territory that policies cut out.</summary>
    Regions,

    /// <summary>
    /// The same by who announces the address, from a list reviewed by hand: never worth more than medium.
    /// </summary>
    RegionsByNetwork,

    /// <summary>Where the announcing network is registered; backs other answers and gives none of its own.</summary>
    Registration,

    /// <summary>A header of the edge in front of the gateway, believed from the edge's own ranges.</summary>
    EdgeHeader,

    /// <summary>The IANA special-purpose registries: the address is nobody's in public.</summary>
    Registry,
}

/// <summary>What one source says of one address.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Method">How it comes to its answer.</param>
/// <param name="Raw">The answer as the source writes it, e.g. <c>CN</c> or <c>EU</c>; null when it has none.</param>
/// <param name="Territory">The territory that stands for; none for codes that name no territory.</param>
/// <param name="Subdivision">The part of it, where the source knows one.</param>
/// <param name="BuildEpoch">When its maker built it; null for the registries.</param>
public sealed record SourceAnswer(
    string Source, SourceMethod Method, string? Raw, TerritoryCode Territory, SubdivisionCode Subdivision,
    DateTimeOffset? BuildEpoch);
