namespace Godwit.Gateway.Geolocation.Mmdb;

/// <summary>An MMDB file of the operator's own, such as GeoLite2, GeoIP2 or IPinfo in that format.</summary>
public sealed record MmdbSourceOptions
{
    /// <summary>Name to show as the source. Letters, digits, hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>The file. It is read whole into memory, so that it may be replaced at any time.</summary>
    public required string Path { get; init; }

    /// <summary>Where a record has the ISO 3166-1 code, parts parted by dots. Default: GeoIP2's layout.</summary>
    public string TerritoryField { get; init; } = "country.iso_code";

    /// <summary>
    /// Where a record has the subdivision's code, without its territory or with it; a number is a place in a list.
    /// Default: GeoIP2's layout. Empty: none.
    /// </summary>
    public string SubdivisionField { get; init; } = "subdivisions.0.iso_code";

    /// <summary>SPDX identifier or name of the licence the operator has the file under.</summary>
    public string Licence { get; init; } = "LicenseRef-Customer";

    /// <summary>The line to show wherever results are shown; many licences ask for one.</summary>
    public string Attribution { get; init; } = "";
}
