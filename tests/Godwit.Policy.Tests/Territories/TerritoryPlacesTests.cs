using Godwit.Policy.Territories;
using Xunit;
using static Godwit.Policy.Tests.Territories.PolicySamples;

namespace Godwit.Policy.Tests.Territories;

public class TerritoryPlacesTests
{
    [Fact]
    public void Every_territory_has_a_place() => Assert.All(
        TerritoryCatalog.All, code => Assert.Equal(0, TerritoryPlaces.KilometersBetween(code, code)));

    [Theory]
    [InlineData("CN", "RU")]
    [InlineData("CN", "HK")]
    [InlineData("US", "CA")]
    [InlineData("US", "MX")]
    [InlineData("DE", "FR")]
    [InlineData("ES", "MA")]
    [InlineData("KZ", "RU")]
    [InlineData("CL", "AR")]
    [InlineData("FI", "RU")]
    [InlineData("PL", "RU")]
    [InlineData("NO", "SE")]
    [InlineData("IN", "LK")]
    [InlineData("SG", "MY")]
    [InlineData("VN", "CN")]
    public void Neighbours_are_no_distance_apart(string one, string other) =>
        Assert.Equal(0, TerritoryPlaces.KilometersBetween(Code(one), Code(other)));

    [Theory]
    // The nearest points in reality are farther than what is claimed, and the claim is still far.
    [InlineData("DE", "SG", 8000, 9700)]
    [InlineData("GB", "US", 2500, 5000)]
    [InlineData("CN", "US", 4000, 8500)]
    [InlineData("FR", "CN", 3500, 5600)]
    [InlineData("NZ", "BR", 6500, 10300)]
    [InlineData("FJ", "WS", 0, 800)]
    public void What_is_far_is_far_and_never_farther_than_it_is(string one, string other, double least, double most)
    {
        var distance = TerritoryPlaces.KilometersBetween(Code(one), Code(other));
        Assert.InRange(distance!.Value, least, most);
        Assert.Equal(distance.Value, TerritoryPlaces.KilometersBetween(Code(other), Code(one))!.Value, 6);
    }

    [Fact]
    public void What_is_no_territory_is_nowhere()
    {
        Assert.Null(TerritoryPlaces.KilometersBetween(Code("XX"), Code("DE")));
        Assert.Null(TerritoryPlaces.KilometersBetween(Code("DE"), TerritoryCode.None));
    }
}
