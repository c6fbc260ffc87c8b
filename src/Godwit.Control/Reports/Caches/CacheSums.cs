using Godwit.Control.Api;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;

namespace Godwit.Control.Reports.Caches;

/// <summary>What caches did for the requests of one model.</summary>
internal sealed class CacheSums
{
    private readonly SortedDictionary<string, (decimal Saved, decimal Extra)> amounts = new(StringComparer.Ordinal);
    private long requests;
    private long inputTokens;
    private long readTokens;
    private long writtenTokens;
    private long hourTokens;
    private long withoutPrice;

    /// <summary>Whether a request of the model read from or wrote to a cache.</summary>
    public bool Any => requests > 0;

    public void Add(in TokenUsage usage) => inputTokens += usage.InputTokens ?? 0;

    public void AddCached(in TokenUsage usage, CacheSaving? saving)
    {
        requests++;
        readTokens += usage.CacheReadInputTokens ?? 0;
        writtenTokens += usage.CacheWriteInputTokens ?? 0;
        hourTokens += usage.CacheWriteHourInputTokens ?? 0;
        if (saving is not { } known)
        {
            withoutPrice++;
            return;
        }

        var (saved, extra) = amounts.GetValueOrDefault(known.Currency);
        amounts[known.Currency] = (saved + known.Saved, extra + known.Extra);
    }

    public CacheReportRow Row(string provider, string model) => new()
    {
        Provider = provider, Model = model, Requests = requests, InputTokens = inputTokens,
        CacheReadInputTokens = readTokens, CacheWriteInputTokens = writtenTokens,
        CacheWriteHourInputTokens = hourTokens, WithoutPrice = withoutPrice,
        Saving = [.. amounts.Select(a => Amount(a.Key, a.Value.Saved, a.Value.Extra))],
    };

    public static CacheSavingAmount Amount(string currency, decimal saved, decimal extra) =>
        new(currency, MoneySums.Plain(saved), MoneySums.Plain(extra), MoneySums.Plain(saved - extra));
}
