using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;

namespace Godwit.Policy.Pricing;

/// <summary>Checks what a price says, wherever it was written.</summary>
internal static class PriceTermsValidator
{
    // A slip such as a price per token times a million twice lies far above, and no sum of a request overflows below.
    private const decimal Most = 1_000_000m;
    private const decimal MostPercent = 1_000m;

    /// <summary>Reports everything that is wrong: key, message, what is accepted.</summary>
    public static void Validate(IPriceTerms price, Action<string, string, string[]> add)
    {
        if (!TextRules.IsCurrency(price.Currency))
            add("currency", $"'{price.Currency}' is not a currency", [TextRules.CurrencyAccepted]);
        CheckRates("", price, add);
        CheckAmount("per_server_tool_call", price.PerServerToolCall, Most, add);
        CheckTools(price.ServerTools, add);
        CheckAmount("batch_percent", price.BatchPercent, MostPercent, add);
        CheckTiers(price.Tiers, add);
        CheckHours(price.Hours, add);
    }

    private static void CheckTools(IReadOnlyList<IServerToolPrice>? tools, Action<string, string, string[]> add)
    {
        if (tools is { Count: 0 })
            add("server_tools", "is an empty list; remove the key", []);
        for (var i = 0; i < (tools?.Count ?? 0); i++)
        {
            var (one, key) = (tools![i], $"server_tools[{i}]");
            if (!ServerToolNames.IsLegal(one.Tool))
                add($"{key}.tool", $"'{one.Tool}' is no name of a tool", [ServerToolNames.Accepted]);
            else if (tools.Take(i).Any(other => other.Tool == one.Tool))
                add($"{key}.tool", $"'{one.Tool}' has a price above", []);
            if (one.PerCall is null == one.PerRequest is null)
                add(key, "does not say what is paid for", ["either per_call or per_request"]);
            CheckAmount($"{key}.per_call", one.PerCall, Most, add);
            CheckAmount($"{key}.per_request", one.PerRequest, Most, add);
        }
    }

    private static void CheckTiers(IReadOnlyList<PriceTierConfig>? tiers, Action<string, string, string[]> add)
    {
        if (tiers is { Count: 0 })
            add("tiers", "is an empty list; remove the key", []);
        for (var i = 0; i < (tiers?.Count ?? 0); i++)
        {
            var tier = tiers![i];
            CheckRates($"tiers[{i}].", tier, add);
            if (tier.AboveInputTokens <= 0)
                add($"tiers[{i}].above_input_tokens", $"{tier.AboveInputTokens} is out of range", ["1 or more"]);
            else if (i > 0 && tier.AboveInputTokens <= tiers[i - 1].AboveInputTokens)
                add($"tiers[{i}].above_input_tokens", "is not above the tier before", ["tiers in ascending order"]);
        }
    }

    private static void CheckHours(IReadOnlyList<PriceHoursConfig>? hours, Action<string, string, string[]> add)
    {
        if (hours is { Count: 0 })
            add("hours", "is an empty list; remove the key", []);
        var rules = new List<PriceHours>();
        for (var i = 0; i < (hours?.Count ?? 0); i++)
        {
            var (one, key) = (hours![i], $"hours[{i}]");
            var from = ClockTime(one.From, $"{key}.from", 1439, "00:00 to 23:59", add);
            var until = ClockTime(one.Until, $"{key}.until", 1440, "00:01 to 24:00", add);
            CheckAmount($"{key}.percent", one.Percent, MostPercent, add);
            if (one.Days is { Count: 0 })
                add($"{key}.days", "is an empty list; remove the key to mean every day", []);
            else if (one.Days?.Distinct().Count() < one.Days?.Count)
                add($"{key}.days", "lists a day twice", []);
            if (from is null || until is null)
                continue;
            if (from == until || until == 0)
                add($"{key}.until", "is not after from", ["another time than from, to 24:00"]);
            else if (PriceHours.Compile(one) is var rule && rules.Any(rule.Overlaps))
                add(key, "overlaps hours that stand above", ["hours that do not overlap"]);
            else
                rules.Add(rule);
        }
    }

    private static int? ClockTime(
        string text, string key, int most, string accepted, Action<string, string, string[]> add)
    {
        if (PriceHours.MinuteOf(text) is { } minute && minute <= most)
            return minute;
        add(key, $"'{text}' is not a time of day", [accepted]);
        return null;
    }

    private static void CheckRates(string prefix, IPriceRates rates, Action<string, string, string[]> add)
    {
        CheckAmount(prefix + "input_per_million", rates.InputPerMillion, Most, add);
        CheckAmount(prefix + "cache_read_input_per_million", rates.CacheReadInputPerMillion, Most, add);
        CheckAmount(prefix + "cache_write_input_per_million", rates.CacheWriteInputPerMillion, Most, add);
        CheckAmount(prefix + "cache_write_hour_input_per_million", rates.CacheWriteHourInputPerMillion, Most, add);
        CheckAmount(prefix + "audio_input_per_million", rates.AudioInputPerMillion, Most, add);
        CheckAmount(prefix + "output_per_million", rates.OutputPerMillion, Most, add);
        CheckAmount(prefix + "reasoning_output_per_million", rates.ReasoningOutputPerMillion, Most, add);
        CheckAmount(prefix + "audio_output_per_million", rates.AudioOutputPerMillion, Most, add);
    }

    private static void CheckAmount(string key, decimal? amount, decimal most, Action<string, string, string[]> add)
    {
        if (amount < 0)
            add(key, "is negative", ["0 or more"]);
        else if (amount > most)
            add(key, FormattableString.Invariant($"{amount} is out of range"), [$"0 to {(long)most}"]);
    }
}
