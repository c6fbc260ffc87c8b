using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>One of the answers of a table: as written, and what it stands for.</summary>
/// <param name="Raw">As the source writes it, e.g. <c>CN</c>, <c>UA-43</c>, <c>EU</c>; null for no answer.</param>
/// <param name="Territory">None for codes that name no territory.</param>
/// <param name="Subdivision">The part of it, if given.</param>
internal readonly record struct TableAnswer(string? Raw, TerritoryCode Territory, SubdivisionCode Subdivision)
{
    public static TableAnswer From(string raw)
    {
        if (SubdivisionCode.TryParse(raw, out var subdivision) && TerritoryCatalog.IsKnown(subdivision.Territory))
            return new TableAnswer(raw, subdivision.Territory, subdivision);
        return new TableAnswer(raw, TerritoryCatalog.FromData(raw), default);
    }
}
