using System.Globalization;
using Godwit.Policy.Contracts;

namespace Godwit.TerritoryData;

/// <summary>How one source is read, and what its file says of itself.</summary>
/// <param name="Method">How the source comes to its answers.</param>
/// <param name="Licence">SPDX identifier.</param>
/// <param name="Attribution">The line to show wherever results are shown.</param>
/// <param name="Read">Reads the rows of an input file.</param>
/// <param name="BuildEpoch">When the input files were built.</param>
internal sealed record SourceRecipe(
    SourceMethod Method, string Licence, string Attribution,
    Func<string, IEnumerable<InputRow>> Read, Func<IReadOnlyList<string>, DateTimeOffset> BuildEpoch)
{
    /// <summary>
    /// The day of DB-IP's June 2026 edition, which its rows do not carry; the package's version does.
    /// </summary>
    private static readonly DateTimeOffset DbIpEdition =
        DateTimeOffset.Parse("2026-06-01T00:00:00Z", CultureInfo.InvariantCulture);

    /// <summary>The day of the pinned edition of networks, which only the package's version carries.</summary>
    private static readonly DateTimeOffset NetworksEdition =
        DateTimeOffset.Parse("2026-06-17T00:00:00Z", CultureInfo.InvariantCulture);

    /// <summary>A list of this repository that the source is joined with, by file name.</summary>
    public (string Name, byte[] Bytes)? OwnList { get; private init; }

    public static IReadOnlyDictionary<string, SourceRecipe> All { get; } = new Dictionary<string, SourceRecipe>
    {
        ["ipfire"] = new(
            SourceMethod.ActiveTable, "CC-BY-SA-4.0",
            "IP location data by the IPFire Project, https://location.ipfire.org, CC BY-SA 4.0",
            CsvInput.Read, files => CsvInput.ReadGenerated(files[0])),
        ["dbip-lite"] = new(
            SourceMethod.ActiveTable, "CC-BY-4.0",
            "IP Geolocation by DB-IP, https://db-ip.com, CC BY 4.0",
            CsvInput.Read, _ => DbIpEdition),
        ["dbip-regions"] = new(
            SourceMethod.Regions, "CC-BY-4.0",
            "IP Geolocation by DB-IP, https://db-ip.com, CC BY 4.0",
            path => MmdbInput.Read(path, ContestedRegions.CodeOf), MmdbInput.ReadBuildEpoch),
        ["contested-networks"] = new(
            SourceMethod.RegionsByNetwork, "CC-BY-4.0",
            "Announcing networks by RouteViews, https://www.routeviews.org, the NRO, https://www.nro.net, and DB-IP, "
            + "https://db-ip.com, CC BY 4.0",
            ContestedNetworks.Read, _ => NetworksEdition)
        {
            OwnList = (ContestedNetworks.FileName, ContestedNetworks.Bytes),
        },
        ["iptoasn"] = new(
            SourceMethod.Registration, "PDDL-1.0",
            "IPtoASN, https://iptoasn.com, PDDL 1.0",
            path => MmdbInput.Read(path, record => record.GetValueOrDefault("country_code") as string),
            MmdbInput.ReadBuildEpoch),
    };
}
