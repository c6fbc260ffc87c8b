using Godwit.Control.Catalog;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;
using Xunit;

namespace Godwit.Control.Tests.Catalog;

/// <summary>What requests cost by the catalog that ships, where providers' price lists have their traps.</summary>
public sealed class ShippedPriceTests
{
    private static readonly CatalogSet Shipped = Read();

    [Theory]
    // Cache: read at a tenth, five minutes at five quarters, an hour at double; above 200,000 everything costs more.
    [InlineData("anthropic", null, "claude-haiku-4-5", "2026-11-25T12:00:00Z", 10_000, 4_000, 3_000, 1_000, 100,
        "0.00865 USD")]
    [InlineData("anthropic", null, "claude-sonnet-4-5", "2026-11-25T12:00:00Z", 200_000, 0, 0, 0, 1_000, "0.615 USD")]
    [InlineData("anthropic", null, "claude-sonnet-4-5", "2026-11-25T12:00:00Z", 200_001, 0, 0, 0, 1_000,
        "1.222506 USD")]
    // A price from a day on.
    [InlineData("anthropic", null, "claude-sonnet-5", "2026-08-31T23:59:59Z", 1_000_000, 0, 0, 0, 0, "2 USD")]
    [InlineData("anthropic", null, "claude-sonnet-5", "2026-09-01T00:00:00Z", 1_000_000, 0, 0, 0, 0, "3 USD")]
    // Length of the input; a cache price that the list does not name above it is not known.
    [InlineData("google-gemini", null, "gemini-2.5-pro", "2026-11-25T12:00:00Z", 200_000, 0, 0, 0, 0, "0.25 USD")]
    [InlineData("google-gemini", null, "gemini-2.5-pro", "2026-11-25T12:00:00Z", 300_000, 0, 0, 0, 0, "0.75 USD")]
    [InlineData("google-gemini", null, "gemini-3.1-pro-preview", "2026-11-25T12:00:00Z", 300_000, 10, 0, 0, 0, null)]
    [InlineData("xai", null, "grok-4.5", "2026-11-25T12:00:00Z", 250_000, 0, 0, 0, 1_000, "1.012 USD")]
    // One model's name, two lists: the region says which.
    [InlineData("alibaba-qwen", null, "qwen-plus", "2026-11-25T12:00:00Z", 1_000_000, 0, 0, 0, 0, "0.8 CNY")]
    [InlineData("alibaba-qwen", "ap-southeast-1", "qwen-plus", "2026-11-25T12:00:00Z", 1_000_000, 0, 0, 0, 0,
        "0.4 USD")]
    [InlineData("alibaba-qwen", "cn-beijing-batch", "qwen-plus", "2026-11-25T12:00:00Z", 1_000_000, 0, 0, 0, 0,
        "0.4 CNY")]
    [InlineData("alibaba-qwen", "us-east-1", "qwen-plus", "2026-11-25T12:00:00Z", 1_000_000, 0, 0, 0, 0, null)]
    [InlineData("alibaba-qwen", null, "qwen3-max", "2026-11-25T12:00:00Z", 32_001, 0, 0, 0, 0, "0.128004 CNY")]
    [InlineData("alibaba-qwen", null, "qwen3-max", "2026-11-25T12:00:00Z", 128_001, 0, 0, 0, 0, "0.896007 CNY")]
    [InlineData("zhipu-glm", "mainland", "glm-5", "2026-11-25T12:00:00Z", 100_000, 0, 0, 0, 0, "0.6 CNY")]
    [InlineData("zhipu-glm", "international", "glm-5", "2026-11-25T12:00:00Z", 100_000, 0, 0, 0, 0, "0.1 USD")]
    [InlineData("moonshot", "international", "kimi-k2.6", "2026-11-25T12:00:00Z", 1_000_000, 0, 0, 0, 0, "0.95 USD")]
    [InlineData("minimax", "mainland", "MiniMax-M2.7", "2026-11-25T12:00:00Z", 1_000_000, 0, 0, 0, 0, "2.1 CNY")]
    [InlineData("baidu-qianfan", null, "ernie-5.1", "2026-11-25T12:00:00Z", 100_000, 0, 0, 0, 0, "0.6 CNY")]
    // The clock: working days from 9 to 12 and 14 to 18 in Beijing cost double.
    [InlineData("deepseek", null, "deepseek-flash", "2026-11-25T08:59:59+08:00", 1_000_000, 0, 0, 0, 0, "1 CNY")]
    [InlineData("deepseek", null, "deepseek-flash", "2026-11-25T09:00:00+08:00", 1_000_000, 500_000, 0, 0, 0,
        "1.02 CNY")]
    [InlineData("deepseek", null, "deepseek-flash", "2026-11-25T12:00:00+08:00", 1_000_000, 0, 0, 0, 0, "1 CNY")]
    [InlineData("deepseek", null, "deepseek-flash", "2026-11-25T14:00:00+08:00", 1_000_000, 0, 0, 0, 0, "2 CNY")]
    [InlineData("deepseek", null, "deepseek-flash", "2026-11-28T10:00:00+08:00", 1_000_000, 0, 0, 0, 0, "1 CNY")]
    // No price of writing to a cache is known: no cost rather than a wrong one.
    [InlineData("openai", null, "gpt-4o", "2026-11-25T12:00:00Z", 1_000, 0, 100, 0, 0, null)]
    [InlineData("openai", null, "gpt-4o", "2026-11-25T12:00:00Z", 1_000, 600, 0, 0, 100, "0.00275 USD")]
    public void A_request_costs_what_the_providers_list_says(
        string provider, string? region, string model, string at, long input, long read, long write, long hour,
        long output, string? expected)
    {
        var usage = new TokenUsage(input, output, read, null)
        {
            CacheWriteInputTokens = write + hour, CacheWriteHourInputTokens = hour,
        };
        var target = Target(provider, region, model);
        var ticks = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture).UtcTicks;

        var cost = PricePolicy.Of(
            target.Prices?.Of(-1).At(ticks), new CostQuestion(usage, ticks, target.Prices?.Batch == true));

        Assert.Equal(
            expected, cost is { } known ? FormattableString.Invariant(
                $"{known.Amount:0.############} {known.Currency}") : null);
    }

    [Theory]
    [InlineData("anthropic", "claude-sonnet-4-6", "web_search", 3, 0.03)]
    [InlineData("anthropic", "claude-opus-4-8", "web_fetch", 7, 0.0)]
    [InlineData("anthropic", "claude-opus-4-8", "code_execution", 1, null)]
    [InlineData("openai", "gpt-6.1-terra", "web_search", 2, 0.02)]
    [InlineData("openai", "gpt-6.1-terra", "file_search", 2, 0.005)]
    [InlineData("openai", "gpt-6.1-terra", "code_interpreter", 1, null)]
    [InlineData("openai", "gpt-6.1-sol", "image_generation", 1, null)]
    [InlineData("openai", "gpt-4o", "file_search", 1, 0.0025)]
    [InlineData("openai", "gpt-4o", "web_search", 1, null)]
    [InlineData("google-gemini", "gemini-3.5-flash", "web_search", 3, 0.042)]
    [InlineData("google-gemini", "gemini-2.5-pro", "web_search", 3, 0.035)]
    [InlineData("xai", "grok-4.3", "web_search", 4, 0.02)]
    [InlineData("xai", "grok-4.3", "x_search", 1, null)]
    public void A_tool_costs_what_the_providers_page_says(
        string provider, string model, string tool, long calls, double? expected)
    {
        var usage = new TokenUsage(0, 0, 0, 0)
        {
            ServerToolCalls = calls, ServerTools = ServerToolCounts.Of(tool, calls),
        };
        var ticks = new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero).UtcTicks;

        Assert.Equal((decimal?)expected, PricePolicy.Of(
            Target(provider, null, model).Prices?.Of(-1).At(ticks), new CostQuestion(usage, ticks))?.Amount);
    }

    [Fact]
    public void No_model_has_two_currencies_side_by_side_in_the_region_that_is_the_default()
    {
        var undecided = Shipped.Providers.SelectMany(entry => Compile(entry.Name, null).Routes.All)
            .SelectMany(route => route.Targets)
            .Where(t => t.Prices?.General.Spans.Any(s => s.Price is null) == true).Select(t => t.Name);

        Assert.Empty(undecided);
    }

    private static TargetRules Target(string provider, string? region, string model) =>
        Compile(provider, region).Routes.TryFind($"{provider}/{model}", out var route) ? route!.Targets[0]
        : throw new ArgumentException($"There is no {provider}/{model}.");

    private static GatewaySnapshot Compile(string provider, string? region) => SnapshotCompiler.Compile(
        new ConfigurationSet
        {
            Providers = [new(provider, 1, new ProviderConfig { Catalog = provider, Region = region })],
        },
        Shipped, _ => null, 1, "", default, _ => "x");

    private static CatalogSet Read()
    {
        var errors = new List<ConfigurationError>();
        var catalog = CatalogReader.Read([CatalogReader.ShippedFolder], errors);
        Assert.Empty(errors);
        return catalog;
    }
}
