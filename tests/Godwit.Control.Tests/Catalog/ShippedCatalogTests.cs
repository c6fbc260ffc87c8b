using System.Text.RegularExpressions;
using Godwit.Control.Catalog;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Territories;
using Xunit;

namespace Godwit.Control.Tests.Catalog;

/// <summary>Every provider file that ships is whole, sourced and usable as it stands.</summary>
public sealed partial class ShippedCatalogTests
{
    private static readonly List<ConfigurationError> Errors = [];

    private static readonly CatalogSet Shipped = CatalogReader.Read([CatalogReader.ShippedFolder], Errors);

    /// <summary>Providers of the machine or network next door, which plain HTTP reaches.</summary>
    private static readonly HashSet<string> LocalRuntimes = ["vllm", "ollama", "llama-cpp"];

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Path.Combine(CatalogReader.ShippedFolder, "providers"), "*.yaml")
            .Select(f => Path.GetFileNameWithoutExtension(f)).Order()];

    [Fact]
    public void Every_file_reads_without_an_error()
    {
        Assert.Empty(Errors.Select(e => e.ToString()));
        Assert.Equal(Names.Count, Shipped.Providers.Count);
        Assert.NotNull(Shipped.Find("openai-compatible"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_fact_names_its_source_and_a_day_not_after_the_catalog_was_read(string name)
    {
        foreach (var fact in Facts(Find(name)))
        {
            Assert.False(string.IsNullOrWhiteSpace(fact.Source), $"{fact}");
            Assert.InRange(fact.AsOf, new DateOnly(2023, 1, 1), new DateOnly(2026, 12, 31));
            if (fact.Verified)
                Assert.StartsWith("https://", fact.Source, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_territory_is_an_ISO_code_or_Kosovo(string name)
    {
        var provider = Find(name);
        var served = provider.Territories.Countries;

        Assert.All(served, code => Assert.Contains(code, KnownTerritories));
        Assert.Equal(served.Count, served.Distinct().Count());
        Assert.All(provider.Regions, r => Assert.True(r.Territory is null || KnownTerritories.Contains(r.Territory)));
        Assert.All(provider.Territories.ExcludedSubdivisions, text =>
        {
            Assert.True(SubdivisionCode.TryParse(text, out var code));
            Assert.Contains(code.Territory.ToString(), served);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_list_is_published_or_unknown_and_never_an_empty_list_that_denies_all(string name)
    {
        var territories = Find(name).Territories;

        Assert.Equal(territories.Status == TerritoryListStatus.Listed, territories.Countries.Count > 0);
        Assert.True(territories.Status == TerritoryListStatus.Listed || territories.ExcludedSubdivisions.Count == 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_operation_has_an_absolute_address_in_every_region(string name)
    {
        var provider = Find(name);
        var scheme = LocalRuntimes.Contains(name) ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;

        foreach (var path in Addresses(provider))
        {
            var url = Expand(path, provider);
            Assert.DoesNotContain('{', url);
            Assert.Equal(scheme, new Uri(url, UriKind.Absolute).Scheme);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Models_have_one_row_each_and_ask_only_for_operations_the_provider_has(string name)
    {
        var provider = Find(name);

        Assert.Equal(provider.Models.Count, provider.Models.Select(m => m.Name).Distinct().Count());
        Assert.All(provider.Models.SelectMany(m => m.Operations), o => Assert.True(provider.Operations.ContainsKey(o)));
        Assert.All(provider.Models.SelectMany(m => m.Prices), p => Assert.Matches("^[A-Z]{3}$", p.Currency));
    }

    [Fact]
    public void OpenAI_serves_196_territories_and_leaves_out_four_subdivisions_of_Ukraine()
    {
        var territories = Find("openai").Territories;

        Assert.Equal(196, territories.Countries.Count);
        Assert.Equal(["UA-43", "UA-14", "UA-09", "UA-40"], territories.ExcludedSubdivisions);
        Assert.Contains("NO", territories.Countries);
        Assert.DoesNotContain("CN", territories.Countries);
    }

    [Fact]
    public void Anthropic_serves_179_territories_and_leaves_out_four_subdivisions_of_Ukraine()
    {
        var territories = Find("anthropic").Territories;

        Assert.Equal(179, territories.Countries.Count);
        Assert.Equal(["UA-43", "UA-14", "UA-09", "UA-40"], territories.ExcludedSubdivisions);
        Assert.DoesNotContain("AF", territories.Countries);
    }

    [Fact]
    public void Gemini_asks_for_billing_before_it_refuses_a_location()
    {
        var errors = Find("google-gemini").Errors.Select(e => e.Meaning).ToList();

        Assert.True(errors.IndexOf(FailureClass.Balance) < errors.IndexOf(FailureClass.RegionRefusal));
    }

    [Theory]
    [InlineData("openai", "gpt-4o", Vocabulary.O200kBase)]
    [InlineData("openai", "gpt-5-mini", Vocabulary.O200kBase)]
    [InlineData("openai", "text-embedding-3-small", Vocabulary.Cl100kBase)]
    [InlineData("azure-openai", "gpt-4.1", Vocabulary.O200kBase)]
    [InlineData("openai", "gpt-6.1-terra", null)]
    [InlineData("deepseek", "deepseek-flash", null)]
    public void Vocabularies_are_those_that_their_makers_publish(string name, string model, Vocabulary? vocabulary) =>
        Assert.Equal(vocabulary, Find(name).Models.Single(m => m.Name == model).Tokenizer?.Vocabulary);

    [Theory]
    [InlineData("openai", "gpt-4o", 1445)]
    [InlineData("openai", "gpt-5-nano", 3779)]
    [InlineData("anthropic", "claude-opus-4-8", 4784)]
    [InlineData("anthropic", "claude-haiku-4-5", 1568)]
    [InlineData("google-gemini", "gemini-3.5-flash", 2240)]
    [InlineData("google-gemini", "gemini-2.5-pro", null)]
    public void Pictures_come_to_what_their_providers_document(string name, string model, int? tokens) =>
        Assert.Equal(tokens, Find(name).Models.Single(m => m.Name == model).Pictures?.MostTokens);

    [Fact]
    public void Azure_China_claims_nothing() =>
        Assert.All(Facts(Find("azure-openai-21vianet")), f => Assert.False(f.Verified));

    private static CatalogProvider Find(string name) =>
        Shipped.Find(name) ?? throw new InvalidOperationException($"{name} did not read.");

    private static IEnumerable<string> Addresses(CatalogProvider provider)
    {
        var paths = provider.Operations.Values.Concat(provider.StreamOperations?.Values ?? []);
        foreach (var address in provider.Regions.SelectMany(r => paths.Select(path => r.BaseUrl + path)))
            yield return address;
        foreach (var door in provider.Doors)
        {
            var bases = door.BaseUrls?.Values ?? provider.Regions.Select(r => r.BaseUrl);
            foreach (var path in door.Operations.Values.Concat(door.StreamOperations?.Values ?? []))
            {
                foreach (var url in bases)
                    yield return url + path;
            }
        }
    }

    private static IEnumerable<CatalogFact> Facts(CatalogProvider p) =>
    [
        p, p.Auth, p.Territories, .. p.Regions, .. p.Parameters, .. p.Errors, .. p.Models,
        .. p.Models.SelectMany(m => m.Prices), .. p.Doors, .. p.Doors.Select(d => d.Auth).OfType<CatalogFact>(),
        .. p.Models.Select(m => m.Tokenizer).OfType<CatalogFact>(),
        .. p.Models.Select(m => m.Pictures).OfType<CatalogFact>(),
        .. p.Grants, .. p.FineTuning is null ? [] : new[] { p.FineTuning },
    ];

    private static string Expand(string url, CatalogProvider provider) => Placeholder().Replace(url, match =>
        match.Groups[1].Value switch
        {
            "model" => "some-model",
            "base_url" or "endpoint" => "https://llm.example.com",
            var variable => provider.Variables.Single(v => v.Name == variable).Default ?? "contoso",
        });

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
