using Godwit.Policy.Territories;
using Xunit;

namespace Godwit.Policy.Tests.Territories;

public sealed class TerritoryCatalogTests
{
    [Fact]
    public void Holds_the_codes_of_ISO_3166_and_Kosovo_each_with_a_name_of_its_own()
    {
        Assert.Equal(250, TerritoryCatalog.All.Count);
        Assert.Equal(TerritoryCatalog.All.Order(), TerritoryCatalog.All);
        Assert.Equal(250, TerritoryCatalog.All.Select(TerritoryCatalog.Name).Distinct().Count());
        Assert.All(TerritoryCatalog.All, code => Assert.True(TerritoryCatalog.IsKnown(code)));
    }

    [Theory]
    [InlineData("CN", "China")]
    [InlineData("HK", "Hong Kong")]
    [InlineData("MO", "Macao")]
    [InlineData("TW", "Taiwan")]
    [InlineData("EH", "Western Sahara")]
    [InlineData("XK", "Kosovo")]
    [InlineData("AD", "Andorra")]
    [InlineData("ZW", "Zimbabwe")]
    [InlineData("CI", "Côte d'Ivoire")]
    public void Names_a_territory(string code, string name) =>
        Assert.Equal(name, TerritoryCatalog.Name(TerritoryCode.Parse(code)));

    [Theory]
    [InlineData("EU")]
    [InlineData("AP")]
    [InlineData("UK")]
    [InlineData("ZZ")]
    [InlineData("XX")]
    [InlineData("AN")]
    [InlineData("CS")]
    [InlineData("SU")]
    public void Pseudo_and_retired_codes_are_not_known(string code)
    {
        Assert.False(TerritoryCatalog.IsKnown(TerritoryCode.Parse(code)));
        Assert.Null(TerritoryCatalog.Name(TerritoryCode.Parse(code)));
    }

    [Fact]
    public void No_territory_is_not_a_known_one() => Assert.False(TerritoryCatalog.IsKnown(TerritoryCode.None));

    [Theory]
    [InlineData("CN", "CN")]
    [InlineData("UK", "GB")]
    [InlineData("XK", "XK")]
    [InlineData("EU", "unknown")]
    [InlineData("AP", "unknown")]
    [InlineData("??", "unknown")]
    [InlineData("ZZ", "unknown")]
    [InlineData("XX", "unknown")]
    [InlineData("A1", "unknown")]
    [InlineData("A2", "unknown")]
    [InlineData("T1", "unknown")]
    [InlineData("AN", "unknown")]
    [InlineData("cn", "unknown")]
    [InlineData("", "unknown")]
    public void Reads_the_codes_of_address_data(string code, string territory) =>
        Assert.Equal(territory, TerritoryCatalog.FromData(code).ToString());

    [Theory]
    [InlineData("UK", "GB")]
    [InlineData("uk", "GB")]
    [InlineData("cn", "CN")]
    [InlineData(" CN ", "CN")]
    [InlineData("china", "CN")]
    [InlineData("Chnia", "CN")]
    [InlineData("USA", "US")]
    [InlineData("Germnay", "DE")]
    [InlineData("Turkey", "TR")]
    [InlineData("Macau", "MO")]
    [InlineData("Viet-Nam", "VN")]
    [InlineData("QQ", "unknown")]
    [InlineData("EU", "unknown")]
    [InlineData("Atlantis Prime", "unknown")]
    [InlineData("", "unknown")]
    public void Suggests_what_was_probably_meant(string text, string territory) =>
        Assert.Equal(territory, TerritoryCatalog.Suggest(text).ToString());

    [Fact]
    public void Any_text_gets_a_known_code_or_none()
    {
        var random = new Random(12);
        for (var i = 0; i < 2000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(0, 40)).Select(_ => (char)random.Next(0, 0x250)));
            var code = TerritoryCatalog.Suggest(text);
            Assert.True(!code.HasValue || TerritoryCatalog.IsKnown(code));
        }
    }
}
