using Godwit.Policy.Territories;
using Microsoft.Extensions.Primitives;

namespace Godwit.Gateway.Geolocation.Edge;

/// <summary>What an edge's header says of the caller.</summary>
/// <param name="Territory">The territory; none for codes that name none.</param>
/// <param name="IsTor">True for <c>T1</c>, by which edges name the Tor network.</param>
internal readonly record struct EdgeClaim(TerritoryCode Territory, bool IsTor)
{
    /// <summary>Number of distinct values of <see cref="Index"/>.</summary>
    public const int IndexCount = TerritoryCode.IndexCount + 1;

    /// <summary>True when the header says something.</summary>
    public bool HasValue => IsTor || Territory.HasValue;

    /// <summary>0 for nothing, else the place among all claims there can be.</summary>
    public int Index => IsTor ? TerritoryCode.IndexCount : Territory.Index;

    /// <summary>
    /// Reads a header. An edge writes one line with one code; whatever else stands there was passed on from a caller or
    /// names no territory (<c>XX</c>, <c>EU</c>, <c>AP</c>, <c>ZZ</c>, <c>A1</c>, <c>A2</c>), and says nothing.
    /// </summary>
    public static EdgeClaim Read(in StringValues lines)
    {
        if (lines.Count != 1 || lines[0] is not { Length: 2 } code)
            return default;
        return code == "T1" ? new EdgeClaim(default, true) : new EdgeClaim(TerritoryCatalog.FromData(code), false);
    }
}
