using Godwit.Control.Catalog;
using Xunit;

namespace Godwit.Providers.Tests.Usage;

/// <summary>What each provider's usage means, in answers that are spliced and that are translated.</summary>
public sealed class UsageGoldenTests
{
    public static TheoryData<string> Names => GoldenFile.Names("Usage");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_usage_means_the_same_spliced_and_translated_and_however_it_is_split(string name)
    {
        var golden = new UsageGolden(name);
        if (golden.IsTranslated)
            Assert.Equal(golden.Expected, UsageGolden.Describe(golden.Translated()));
        if (!golden.IsSpliced)
            return;
        foreach (var pieceBytes in new[] { int.MaxValue / 2, 64, 7, 1 })
            Assert.Equal(golden.Expected, UsageGolden.Describe(golden.Spliced(pieceBytes)));
    }

    [Fact]
    public void Every_provider_of_the_catalog_has_one()
    {
        var have = Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "Usage", "golden"))
            .Select(Path.GetFileName).ToHashSet();
        Assert.All(
            CatalogReader.Read([CatalogReader.ShippedFolder], []).Providers,
            provider => Assert.Contains(provider.Name, have));
    }
}
