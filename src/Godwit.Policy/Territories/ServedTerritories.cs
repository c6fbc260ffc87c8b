using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Territories;

/// <summary>The territories a policy serves: a catalog entry's list and an explicit one put together.</summary>
public sealed class ServedTerritories
{
    private readonly HashSet<TerritoryCode> listed = [];
    private readonly HashSet<TerritoryCode> excluded = [];
    private readonly Dictionary<SubdivisionCode, bool> parts = [];
    private readonly bool everywhere;

    private ServedTerritories(ServedTerritoriesConfig config, CatalogTerritories? published)
    {
        // A list nobody published must not be read as an empty one: it restricts nobody.
        var unpublished = config.Catalog is not null && published is not { Status: TerritoryListStatus.Listed };
        everywhere = unpublished || (config.Catalog is null && config.Include is null);
        RestrictsNobody = unpublished && config.Exclude is null or [];
        if (!unpublished && published is not null)
        {
            Add(published.Countries, listed, served: true);
            Add(published.ExcludedSubdivisions, excluded, served: false);
        }

        Add(config.Include ?? [], listed, served: true);
        Add(config.Exclude ?? [], excluded, served: false);
    }

    /// <summary>True when not even a caller from an unknown territory is excluded.</summary>
    public bool RestrictsNobody { get; }

    /// <summary>Parts of territories that differ, or may differ, from the whole: true when served.</summary>
    public IReadOnlyDictionary<SubdivisionCode, bool> Parts => parts;

    /// <summary>Puts the lists together.</summary>
    public static ServedTerritories Of(ServedTerritoriesConfig config, CatalogSet catalog) =>
        new(config, catalog.Find(config.Catalog)?.Territories);

    /// <summary>True when the territory is served, its parts aside.</summary>
    public bool Serves(TerritoryCode territory) =>
        !excluded.Contains(territory) && (everywhere || listed.Contains(territory));

    /// <summary>True when what an ISO 3166-1 or 3166-2 code stands for is served.</summary>
    public bool Serves(string code) => SubdivisionCode.TryParse(code, out var part)
        ? parts.TryGetValue(part, out var served) ? served : Serves(part.Territory)
        : Serves(TerritoryCode.Parse(code));

    private void Add(IReadOnlyList<string> codes, HashSet<TerritoryCode> whole, bool served)
    {
        foreach (var code in codes)
        {
            if (SubdivisionCode.TryParse(code, out var part))
                parts[part] = served;
            else
                whole.Add(TerritoryCode.Parse(code));
        }
    }
}
