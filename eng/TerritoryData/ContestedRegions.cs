namespace Godwit.TerritoryData;

/// <summary>
/// The names that DB-IP's city table writes for the subdivisions that policies cut out of a territory, with the
/// ISO 3166-2 code each one has. ISO assigns these to UA alone, whichever country a table files them under.
/// </summary>
/// <remarks>
/// The oblasts count as a whole, the parts under the government's control included: the table does not tell them apart.
/// </remarks>
internal static class ContestedRegions
{
    private static readonly Dictionary<string, string> Codes = new()
    {
        ["Crimea"] = "UA-43",
        ["Sebastopol City"] = "UA-40",
        ["Donetsk"] = "UA-14",
        ["Luhansk"] = "UA-09",
        ["Zaporizhzhia"] = "UA-23",
        ["Zaporizhia"] = "UA-23",
        ["Zaporizhzhya Oblast"] = "UA-23",
        ["Kherson"] = "UA-65",
        ["Kherson Oblast"] = "UA-65",
    };

    public static string? CodeOf(Dictionary<string, object> record) =>
        record.GetValueOrDefault("country_code") is "UA" or "RU" && record.GetValueOrDefault("state1") is string name
            ? Codes.GetValueOrDefault(name)
            : null;
}
