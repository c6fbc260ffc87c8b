using System.Text.Json;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Pricing.Lists;

/// <summary>Reads models.dev's format: providers with models, amounts in dollars per million tokens.</summary>
internal static class ModelsDevPriceList
{
    private const long Over200K = 200_000;

    public static PriceList Read(JsonElement root)
    {
        var (prices, problems, unpriced) = (new List<ListedPrice>(), new List<string>(), 0);
        foreach (var provider in root.EnumerateObject())
        {
            if (provider.Value.ValueKind != JsonValueKind.Object
                || !provider.Value.TryGetProperty("models", out var models)
                || models.ValueKind != JsonValueKind.Object)
            {
                problems.Add($"{provider.Name}: an object with models is expected");
                continue;
            }

            foreach (var model in models.EnumerateObject())
            {
                var place = $"{provider.Name}.models.{model.Name}";
                if (model.Value.ValueKind != JsonValueKind.Object)
                    problems.Add($"{place}: an object is expected");
                else if (!model.Value.TryGetProperty("cost", out var cost) || cost.ValueKind == JsonValueKind.Null)
                    unpriced++;
                else if (cost.ValueKind != JsonValueKind.Object)
                    problems.Add($"{place}.cost: an object is expected");
                else if (ReadCost($"{place}.cost", cost, problems) is var (terms, leftOut))
                    prices.Add(new ListedPrice(provider.Name, model.Name, terms, leftOut));
                else
                    unpriced++;
            }
        }

        return new PriceList(PriceListFormat.ModelsDev, prices, unpriced, problems);
    }

    private static (PriceOverrideConfig Terms, IReadOnlyList<string> LeftOut)? ReadCost(
        string place, JsonElement cost, List<string> problems)
    {
        var amounts = new ListAmounts(cost, place, 1m, problems);
        var rates = Rates(amounts);
        if (rates.Input is not { } input)
            return null;
        var tiers = Tiers(place, cost, amounts, problems);
        var terms = new PriceOverrideConfig
        {
            Provider = "", Model = "", ValidFrom = default, Currency = "USD",
            InputPerMillion = input,
            CacheReadInputPerMillion = rates.CacheRead,
            CacheWriteInputPerMillion = rates.CacheWrite,
            AudioInputPerMillion = rates.AudioInput,
            OutputPerMillion = rates.Output,
            ReasoningOutputPerMillion = amounts.Of("reasoning"),
            AudioOutputPerMillion = amounts.Of("output_audio"),
            Tiers = tiers.Count == 0 ? null : tiers,
        };
        return (terms, amounts.LeftOut(_ => true));
    }

    private static ListedRates Rates(ListAmounts amounts) => new(
        amounts.Of("input"), amounts.Of("cache_read"), amounts.Of("cache_write"), null, amounts.Of("input_audio"),
        amounts.Of("output"));

    // Where both are there, the list is the newer form of the same tier.
    private static List<PriceTierConfig> Tiers(
        string place, JsonElement cost, ListAmounts amounts, List<string> problems)
    {
        amounts.Skip("tiers");
        amounts.Skip("context_over_200k");
        var tiers = new List<PriceTierConfig>();
        if (cost.TryGetProperty("tiers", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var (item, at) in list.EnumerateArray().Select((item, at) => (item, at)))
                AddTier(tiers, $"{place}.tiers[{at}]", item, problems);
        }
        else if (cost.TryGetProperty("context_over_200k", out var over))
        {
            if (over.ValueKind == JsonValueKind.Object
                && Rates(new ListAmounts(over, $"{place}.context_over_200k", 1m, problems)) is var rates
                && rates.Input is not null)
                tiers.Add(rates.ToTier(Over200K));
            else
                problems.Add($"{place}.context_over_200k: an object with a price of input is expected");
        }

        return [.. tiers.OrderBy(t => t.AboveInputTokens)];
    }

    private static void AddTier(List<PriceTierConfig> tiers, string place, JsonElement item, List<string> problems)
    {
        if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("tier", out var tier)
            && tier.ValueKind == JsonValueKind.Object && tier.TryGetProperty("type", out var type)
            && type.ValueKind == JsonValueKind.String && type.GetString() == "context"
            && tier.TryGetProperty("size", out var size) && size.ValueKind == JsonValueKind.Number
            && size.TryGetInt64(out var tokens) && tokens is > 0 and < 1_000_000_000
            && tiers.TrueForAll(t => t.AboveInputTokens != tokens)
            && Rates(new ListAmounts(item, place, 1m, problems)) is { Input: not null } rates)
            tiers.Add(rates.ToTier(tokens));
        else
            problems.Add($"{place}: a tier of context with another size than the others, and a price, are expected");
    }
}
