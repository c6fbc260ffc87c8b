namespace Godwit.Policy.Territories;

/// <summary>Checks territory codes in text that people write.</summary>
internal static class TerritoryText
{
    /// <summary>True for the code of a territory that exists, or of a part of one.</summary>
    public static bool IsKnown(string text) => SubdivisionCode.TryParse(text, out var part)
        ? TerritoryCatalog.IsKnown(part.Territory)
        : IsKnownTerritory(text);

    /// <summary>True for the code of a territory that exists.</summary>
    public static bool IsKnownTerritory(string text) =>
        TerritoryCode.TryParse(text, out var code) && TerritoryCatalog.IsKnown(code);

    /// <summary>"; did you mean CN (China)?" where something is near, or nothing.</summary>
    public static string Hint(string text) => TerritoryCatalog.Suggest(text) is { HasValue: true } code
        ? $"; did you mean {code} ({TerritoryCatalog.Name(code)})?"
        : "";
}
