using Godwit.Control.Catalog;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Control.Tests.Catalog;

/// <summary>The catalog files that ship.</summary>
public class ShippedCatalogTests
{
    [Fact]
    public void Every_shipped_file_is_read_without_an_error()
    {
        var errors = new List<ConfigurationError>();
        var catalog = CatalogReader.Read([CatalogReader.ShippedFolder], errors);

        Assert.Empty(errors.Select(e => e.ToString()));
        Assert.Contains("openai", catalog.Providers.Select(p => p.Name));
        Assert.Contains("openai-compatible", catalog.Providers.Select(p => p.Name));
    }

    [Fact]
    public void OpenAI_serves_Norway_and_not_China()
    {
        var openai = CatalogReader.Read([CatalogReader.ShippedFolder], []).Find("openai")!;

        Assert.Equal(TerritoryListStatus.Listed, openai.Territories.Status);
        Assert.Contains("NO", openai.Territories.Countries);
        Assert.DoesNotContain("CN", openai.Territories.Countries);
    }

    [Fact]
    public void Every_listed_provider_has_an_operation_a_region_and_a_dated_source()
    {
        foreach (var entry in CatalogReader.Read([CatalogReader.ShippedFolder], []).Providers)
        {
            Assert.NotEmpty(entry.Operations);
            Assert.NotEmpty(entry.Regions);
            Assert.NotEmpty(entry.Source);
            Assert.True(entry.AsOf > new DateOnly(2023, 1, 1), entry.Name);
        }
    }
}
