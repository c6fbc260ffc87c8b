using Godwit.TerritoryData;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Tables;

/// <summary>The hand-written list of networks in contested regions.</summary>
public sealed class ContestedNetworksTests
{
    [Fact]
    public void Names_four_regions_and_each_network_once() =>
        Assert.Equal(
            ["UA-09", "UA-14", "UA-40", "UA-43"], ContestedNetworks.Subdivisions.Values.Distinct().Order());

    [Theory]
    [InlineData("64496,UA-43,2026-11-23,name")]
    [InlineData("64496,UA-43,2026-11-23,name,")]
    [InlineData("64496,UA-43,23.11.2026,name,grounds")]
    [InlineData("64496,Crimea,2026-11-23,name,grounds")]
    [InlineData("AS64496,UA-43,2026-11-23,name,grounds")]
    public void Refuses_a_row_without_a_number_a_part_a_day_a_name_or_grounds(string row) =>
        Assert.Throws<InvalidDataException>(() => ContestedNetworks.Parse(row));

    [Fact]
    public void Keeps_the_addresses_of_its_networks_only()
    {
        var path = Path.GetTempFileName();
        File.WriteAllLines(path,
        [
            "1.0.0.0,1.0.0.255,13335,\"Cloudflare, Inc.\"", "2.0.0.0,2.0.0.255,35816,Lancom Ltd.",
            "2001:db8::,2001:db8:ffff::,208890,\"A \"\"quoted\"\", name\"",
        ]);
        var rows = ContestedNetworks.Read(path).ToArray();
        File.Delete(path);
        Assert.Equal([(true, "UA-40"), (false, "UA-09")], rows.Select(r => (r.IsV4, r.Answer)));
        Assert.Equal((UInt128)0x0200_00ff, rows[0].Last);
    }
}
