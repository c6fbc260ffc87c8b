using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;
using Godwit.Policy.Tests.Configuration;
using Xunit;

namespace Godwit.Policy.Tests.Pricing;

/// <summary>What holds for every price and every usage.</summary>
public class PriceLawTests
{
    [Property(MaxTest = 300)]
    public void Cost_is_additive_over_kinds(uint plain, uint read, uint write, uint hour, uint text, uint reasoning,
        ushort calls)
    {
        var usage = new TokenUsage((long)plain + read + write + hour, (long)text + reasoning, read, reasoning)
        {
            CacheWriteInputTokens = (long)write + hour, CacheWriteHourInputTokens = hour, ServerToolCalls = calls,
        };
        TokenUsage[] each =
        [
            new(plain, 0, 0, 0), new(read, 0, read, 0), new(write, 0, 0, 0) { CacheWriteInputTokens = write },
            new(hour, 0, 0, 0) { CacheWriteInputTokens = hour, CacheWriteHourInputTokens = hour },
            new(0, text, 0, 0), new(0, reasoning, 0, reasoning), new(0, 0, 0, 0) { ServerToolCalls = calls },
        ];

        Assert.Equal(each.Sum(one => Prices.Amount(Prices.List, one)), Prices.Amount(Prices.List, usage));
    }

    [Property(MaxTest = 300)]
    public void The_price_is_the_latest_that_has_begun(NonEmptyArray<byte> days, ushort at)
    {
        var starts = days.Get.Select(d => new DateOnly(2026, 1, 1).AddDays(d)).Distinct().ToList();
        var timeline = Timeline([.. starts.Select((day, i) => Prices.List with { ValidFrom = day,
            InputPerMillion = i })]);
        var instant = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(at % 7000);

        var begun = starts.Where(d => d.ToDateTime(default, DateTimeKind.Utc) <= instant).ToList();

        Assert.Equal(begun.Count == 0 ? null : begun.Max(), timeline.At(instant.Ticks)?.Terms.ValidFrom);
    }

    [Property(MaxTest = 300)]
    public void The_whole_request_costs_what_the_highest_tier_it_passes_says(NonEmptyArray<ushort> borders,
        ushort input)
    {
        var above = borders.Get.Where(b => b > 0).Distinct().Order().ToList();
        var price = Prices.List with
        {
            Tiers = above.Count == 0 ? null :
                [.. above.Select(b => new PriceTierConfig { AboveInputTokens = b, InputPerMillion = 10m + b,
                    OutputPerMillion = 1m })],
        };

        var rate = above.Any(b => input > b) ? 10m + above.Last(b => input > b) : price.InputPerMillion;

        Assert.Equal(input * rate / 1_000_000m, Prices.Amount(price, new TokenUsage(input, 0, 0, 0)));
    }

    [Theory]
    [InlineData(200_000, 1)]
    [InlineData(200_001, 2)]
    public void A_tier_begins_one_token_above_its_border_and_cached_tokens_count(long input, decimal rate)
    {
        var price = Prices.List with
        {
            InputPerMillion = 1m, CacheReadInputPerMillion = 1m,
            Tiers = [new PriceTierConfig { AboveInputTokens = 200_000, InputPerMillion = 2m,
                CacheReadInputPerMillion = 2m }],
        };

        Assert.Equal(input * rate / 1_000_000m, Prices.Amount(price, new TokenUsage(input, 0, 150_000, 0)));
        Assert.Equal(input == 200_001, Prices.Amount(price, new TokenUsage(input, 1, 0, 0)) is null);
    }

    private static PriceTimeline Timeline(IReadOnlyList<CatalogPrice> prices)
    {
        var entry = TestCatalog.Alpha with
        {
            Models = [new CatalogModel { Name = "large", Prices = prices, Source = "s", AsOf = new(2026, 1, 1) }],
        };
        return new PriceScheduleCompiler(new ConfigurationSet()).Compile(
            new Resource<ProviderConfig>("alpha", 1, new ProviderConfig { Catalog = "alpha" }), entry, "large",
            entry.Models[0])!.General;
    }
}
