using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Pricing;
using Godwit.Policy.Tests.Configuration;
using Xunit;

namespace Godwit.Policy.Tests.Pricing;

/// <summary>Which of several prices holds.</summary>
public class PriceScheduleTests
{
    private static readonly string[] Organizations = ["acme", "beta"];

    [Fact]
    public void The_same_model_costs_in_another_currency_in_another_region()
    {
        CatalogPrice[] prices =
        [
            Prices.List with { Currency = "CNY", Regions = ["eu"], InputPerMillion = 7 },
            Prices.List with { InputPerMillion = 1 },
        ];

        Assert.Equal("CNY 7", At(Compile(new() { Region = "eu" }, prices)));
        Assert.Equal("USD 1", At(Compile(new() { Region = "global" }, prices)));
        Assert.Equal("USD 1", At(Compile(new(), prices)));
        Assert.Null(Compile(new() { Region = "eu", Currency = "EUR" }, prices));
    }

    [Fact]
    public void Currencies_side_by_side_have_no_price_until_the_provider_says_which()
    {
        CatalogPrice[] prices = [Prices.List, Prices.List with { Currency = "CNY", ValidFrom = new(2026, 2, 1) }];

        var undecided = Compile(new(), prices)!.General.SpanAt(Prices.Ticks("2026-03-01T00:00:00Z"))!;

        Assert.Null(undecided.Price);
        Assert.Equal(["CNY", "USD"], undecided.Currencies);
        Assert.Equal("USD 2", At(Compile(new(), prices), at: "2026-01-31T23:59:59Z"));
        Assert.Equal("USD 2", At(Compile(new() { Currency = "USD" }, prices)));
        Assert.Equal("CNY 2", At(Compile(new() { Currency = "CNY" }, prices)));
    }

    [Fact]
    public void A_price_ends_where_the_next_of_its_currency_begins()
    {
        var schedule = Compile(new(), Prices.List, Prices.List with { ValidFrom = new(2026, 6, 1),
            InputPerMillion = 3 });

        Assert.Null(At(schedule, at: "2025-12-31T23:59:59Z"));
        Assert.Equal("USD 2", At(schedule, at: "2026-05-31T23:59:59.9999999Z"));
        Assert.Equal("USD 3", At(schedule, at: "2026-06-01T00:00:00Z"));
    }

    [Fact]
    public void An_override_wins_over_the_catalog_from_its_day_on_and_the_narrower_one_over_the_wider()
    {
        var schedule = Compile(
            new(), [Prices.List],
            Override("wide", "*", 10), Override("exact", "large", 20, new(2026, 4, 1)),
            Override("own", "*", 30, organization: "beta"), Override("own-later", "lar*", 40, new(2026, 5, 1), "beta"));

        Assert.Equal("USD 2", At(schedule, at: "2026-01-15T00:00:00Z"));
        Assert.Equal("USD 10", At(schedule, at: "2026-03-01T00:00:00Z"));
        Assert.Equal("USD 20", At(schedule, at: "2026-04-01T00:00:00Z"));
        Assert.Equal("USD 10", At(schedule, organization: 0));
        Assert.Equal("USD 30", At(schedule, organization: 1));
        Assert.Equal("USD 40", At(schedule, organization: 1, at: "2026-05-01T00:00:00Z"));
        Assert.Equal("USD 10", At(schedule, organization: -1));
    }

    [Fact]
    public void Of_two_patterns_from_one_day_the_longer_holds()
    {
        var schedule = Compile(new(), [], Override("z", "l*", 1), Override("a", "larg*", 2));

        Assert.Equal("USD 2", At(schedule));
    }

    [Fact]
    public void The_version_names_place_and_day_and_changes_with_any_figure_but_not_with_zeros()
    {
        var version = Prices.Rules(Prices.List).Version;

        Assert.Matches("^catalog/alpha@2026-01-01#[0-9a-f]{8}$", version);
        Assert.Equal(version, Prices.Rules(Prices.List with { InputPerMillion = 2.000m, AsOf = new(2026, 9,
            9) }).Version);
        IPriceTerms[] others =
        [
            Prices.List with { InputPerMillion = 2.0001m }, Prices.List with { CacheReadInputPerMillion = null },
            Prices.List with { Currency = "EUR" }, Prices.List with { PerServerToolCall = 0 },
            Prices.List with { BatchPercent = 51 },
            Prices.List with { Tiers = [new() { AboveInputTokens = 1, InputPerMillion = 1 }] },
            Prices.List with { Hours = [new() { From = "01:00", Until = "02:00", Percent = 50 }] },
            Prices.List with { ServerTools = [Prices.Tool("web_search", perCall: 1)] },
            Prices.List with { ServerTools = [Prices.Tool("web_search", perCall: 2)] },
            Prices.List with { ServerTools = [Prices.Tool("web_search", perRequest: 1)] },
            Prices.List with { ServerTools = [Prices.Tool("web_fetch", perCall: 1)] },
        ];
        Assert.Equal(others.Length + 1, others.Select(o => Prices.Rules(o).Version).Append(version).Distinct().Count());
    }

    [Theory]
    [InlineData("*", "x", true)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "abbd", false)]
    [InlineData("*-mini*", "gpt-4o-mini-2024", true)]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "abcd", false)]
    [InlineData("", "", true)]
    [InlineData("**a**", "a", true)]
    public void A_star_stands_for_any_characters(string pattern, string name, bool expected) =>
        Assert.Equal(expected, NamePattern.Matches(pattern, name));

    private static string? At(PriceSchedule? schedule, int organization = -1, string at = "2026-03-01T00:00:00Z") =>
        schedule?.Of(organization).At(Prices.Ticks(at)) is { } price
            ? FormattableString.Invariant($"{price.Currency} {price.Terms.InputPerMillion}") : null;

    private static Resource<PriceOverrideConfig> Override(
        string name, string model, decimal input, DateOnly? from = null, string? organization = null) =>
        new(name, 1, new PriceOverrideConfig
        {
            Provider = "alpha", Model = model, ValidFrom = from ?? new(2026, 2, 1), Currency = "USD",
            InputPerMillion = input, Organization = organization,
        });

    private static PriceSchedule? Compile(ProviderConfig provider, params CatalogPrice[] prices) =>
        Compile(provider, prices, []);

    private static PriceSchedule? Compile(
        ProviderConfig provider, CatalogPrice[] prices, params Resource<PriceOverrideConfig>[] overrides)
    {
        var set = new ConfigurationSet
        {
            Organizations = [.. Organizations.Select(o => new Resource<OrganizationConfig>(o, 1,
                new OrganizationConfig()))],
            PriceOverrides = overrides,
        };
        var model = new CatalogModel { Name = "large", Prices = prices, Source = "s", AsOf = new(2026, 1, 1) };
        return new PriceScheduleCompiler(set).Compile(
            new Resource<ProviderConfig>("alpha", 1, provider), TestCatalog.Alpha, "large", model);
    }
}
