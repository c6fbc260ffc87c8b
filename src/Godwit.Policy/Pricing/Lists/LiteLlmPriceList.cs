using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Pricing.Lists;

/// <summary>Reads LiteLLM's format: an object by model, amounts in dollars per token.</summary>
internal static partial class LiteLlmPriceList
{
    // The entry that describes the format to people.
    private const string Sample = "sample_spec";
    private const string Input = "input_cost_per_token";

    public static PriceList Read(JsonElement root)
    {
        var (prices, problems, unpriced) = (new List<ListedPrice>(), new List<string>(), 0);
        foreach (var member in root.EnumerateObject())
        {
            if (member.Name == Sample)
                continue;
            if (member.Value.ValueKind != JsonValueKind.Object)
                problems.Add($"{member.Name}: an object is expected");
            else if (ReadEntry(member.Name, member.Value, problems) is { } price)
                prices.Add(price);
            else
                unpriced++;
        }

        return new PriceList(PriceListFormat.LiteLlm, prices, unpriced, problems);
    }

    private static ListedPrice? ReadEntry(string name, JsonElement entry, List<string> problems)
    {
        var provider = "";
        if (entry.TryGetProperty("litellm_provider", out var named))
        {
            if (named.ValueKind == JsonValueKind.String)
                provider = named.GetString()!;
            else if (named.ValueKind != JsonValueKind.Null)
                problems.Add($"{name}.litellm_provider: a text is expected");
        }

        var amounts = new ListAmounts(entry, name, 1_000_000m, problems);
        var rates = Rates(amounts, "");
        var tiers = TieredPricing(name, entry, problems) ?? Tiers(entry, amounts, name, problems);
        amounts.Skip("tiered_pricing");
        if (rates.Input is null && tiers is [{ AboveInputTokens: 0 } lowest, ..])
            rates = Rates(lowest);
        if (rates.Input is not { } input)
            return null;
        tiers = [.. tiers.Where(t => t.AboveInputTokens > 0)];
        var terms = new PriceOverrideConfig
        {
            Provider = "", Model = "", ValidFrom = default, Currency = "USD",
            InputPerMillion = input,
            CacheReadInputPerMillion = rates.CacheRead,
            CacheWriteInputPerMillion = rates.CacheWrite,
            CacheWriteHourInputPerMillion = rates.CacheWriteHour,
            AudioInputPerMillion = rates.AudioInput,
            OutputPerMillion = rates.Output,
            ReasoningOutputPerMillion = amounts.Of("output_cost_per_reasoning_token"),
            AudioOutputPerMillion = amounts.Of("output_cost_per_audio_token"),
            ServerTools = LiteLlmTools.Read(name, provider, entry, amounts, problems),
            BatchPercent = BatchPercent(entry, amounts),
            Tiers = tiers.Count == 0 ? null : tiers,
        };
        return new ListedPrice(provider, ModelOf(name, provider), terms, amounts.LeftOut(IsPrice));
    }

    // openai/gpt-4o of openai is its gpt-4o; what has other prefixes keeps them.
    private static string ModelOf(string name, string provider) =>
        provider.Length > 0 && name.StartsWith(provider + "/", StringComparison.Ordinal)
            ? name[(provider.Length + 1)..] : name;

    private static bool IsPrice(string member) =>
        member.Contains("cost", StringComparison.Ordinal) || member.Contains("pric", StringComparison.Ordinal)
        || member.EndsWith("_multiplier", StringComparison.Ordinal);

    private static ListedRates Rates(ListAmounts amounts, string suffix) => new(
        amounts.Of(Input + suffix), amounts.Of("cache_read_input_token_cost" + suffix),
        amounts.Of("cache_creation_input_token_cost" + suffix),
        amounts.Of("cache_creation_input_token_cost_above_1hr" + suffix),
        amounts.Of("input_cost_per_audio_token" + suffix), amounts.Of("output_cost_per_token" + suffix));

    private static ListedRates Rates(PriceTierConfig tier) => new(
        tier.InputPerMillion, tier.CacheReadInputPerMillion, tier.CacheWriteInputPerMillion,
        tier.CacheWriteHourInputPerMillion, tier.AudioInputPerMillion, tier.OutputPerMillion);

    private static List<PriceTierConfig> Tiers(
        JsonElement entry, ListAmounts amounts, string place, List<string> problems)
    {
        var tiers = new List<PriceTierConfig>();
        foreach (var member in entry.EnumerateObject())
        {
            if (Above.Match(member.Name) is not { Success: true } match)
                continue;
            if (!long.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var k)
                || k is 0 or > 1_000_000)
                problems.Add($"{place}.{member.Name}: its number of tokens is out of range");
            else if (Rates(amounts, $"_above_{match.Groups[1].Value}k_tokens") is { Input: not null } rates)
                tiers.Add(rates.ToTier(k * 1000));
        }

        return [.. tiers.OrderBy(t => t.AboveInputTokens)];
    }

    private static List<PriceTierConfig>? TieredPricing(string place, JsonElement entry, List<string> problems)
    {
        if (!entry.TryGetProperty("tiered_pricing", out var list) || list.ValueKind == JsonValueKind.Null)
            return null;
        var tiers = new List<PriceTierConfig>();
        var at = 0;
        foreach (var item in list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [])
        {
            var key = $"{place}.tiered_pricing[{at++}]";
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("range", out var range)
                && range.ValueKind == JsonValueKind.Array && range.GetArrayLength() == 2
                && range[0].ValueKind == JsonValueKind.Number && range[0].TryGetDecimal(out var from)
                && from is >= 0 and < 1_000_000_000 && from == decimal.Truncate(from)
                && Rates(new ListAmounts(item, key, 1_000_000m, problems), "") is { Input: not null } rates
                && (tiers.Count == 0 || tiers[^1].AboveInputTokens < (long)from))
                tiers.Add(rates.ToTier((long)from));
            else
                problems.Add($"{key}: a range of tokens above the one before, and a price, are expected");
        }

        if (at == 0)
            problems.Add($"{place}.tiered_pricing: a list is expected");
        return tiers;
    }

    // Only a percentage that is the same for input and output is one.
    private static decimal? BatchPercent(JsonElement entry, ListAmounts amounts)
    {
        const string input = "input_cost_per_token_batches";
        const string output = "output_cost_per_token_batches";
        if (!entry.TryGetProperty(input, out _) || amounts.Raw(Input) is not { } price || price == 0
            || amounts.Raw(input) is not { } batch)
            return null;
        var percent = batch * 100 / price;
        if (percent * price == batch * 100
            && amounts.Raw("output_cost_per_token") * percent == amounts.Raw(output) * 100)
            return percent;
        amounts.Leave(input, output);
        return null;
    }

    [GeneratedRegex("^input_cost_per_token_above_([0-9]+)k_tokens$", RegexOptions.CultureInvariant)]
    private static partial Regex Above { get; }
}
