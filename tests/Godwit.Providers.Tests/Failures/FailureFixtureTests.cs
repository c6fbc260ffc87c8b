using System.Text.Json;
using Godwit.Control.Catalog;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Providers.Tests.Failures;

/// <summary>Every provider's failures, as it writes them, against the rows of the catalog file that ships.</summary>
public sealed class FailureFixtureTests
{
    private static readonly List<ConfigurationError> Errors = [];
    private static readonly CatalogSet Shipped = CatalogReader.Read([CatalogReader.ShippedFolder], Errors);

    public static TheoryData<string> Paths =>
        [.. Directory.GetFiles(FailureFixture.Folder, "*.txt", SearchOption.AllDirectories)
            .Select(p => Path.GetRelativePath(FailureFixture.Folder, p)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Providers =>
        [.. Shipped.Providers.Select(p => p.Name).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_catalog_file_reads() => Assert.Equal("", string.Join("\n", Errors));

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_failure_is_taken_for_what_it_is(string path)
    {
        var fixture = FailureFixture.Read(path);
        var provider = Shipped.Find(Path.GetDirectoryName(path));
        Assert.NotNull(provider);

        var failure = fixture.Classify(provider.Errors);

        var meaning = failure is null ? "none" : JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.Class.ToString());
        Assert.Equal(fixture.Expected, meaning);
        if (fixture.RetryAfter is { } wait)
            Assert.Equal(wait, failure!.RetryAfter);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Every_provider_of_the_catalog_has_at_least_three(string name)
    {
        var folder = Path.Combine(FailureFixture.Folder, name);
        Assert.True(Directory.Exists(folder), $"There is no folder Failures/{name}.");
        Assert.True(Directory.GetFiles(folder).Length >= 3, $"Failures/{name} has fewer than three fixtures.");
    }

    [Fact]
    public void Every_row_of_a_catalog_file_that_is_about_the_region_has_a_fixture()
    {
        var expected = Shipped.Providers.Where(p => p.Errors.Any(e => e.Meaning == FailureClass.RegionRefusal));
        Assert.All(expected, p => Assert.Contains(
            Directory.GetFiles(Path.Combine(FailureFixture.Folder, p.Name)),
            f => FailureFixture.Read(f).Expected == "region_refusal"));
    }
}
