using Godwit.Control.Api;
using Godwit.Control.Publishing;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;

namespace Godwit.Control.Reports.Caches;

/// <summary>Adds up what caches saved, request by request, by the price that each record names.</summary>
internal sealed class CacheReporter(RecordScan records, SnapshotHolder holder, SnapshotArchive archive)
{
    /// <summary>The report, or what is wrong, in words.</summary>
    public async Task<(CacheReport? Report, string? Error)> ReportAsync(
        ReportScope scope, CancellationToken cancellation)
    {
        var prices = new RecordPrices(holder, archive);
        var sums = new Dictionary<(string Provider, string Model), CacheSums>();
        var error = RecordScan.ErrorOf(scope) ?? await records.ReadAsync(
            scope, (record, stop) => AddAsync(sums, prices, record, stop), cancellation);
        if (error is not null)
            return (null, error);
        var rows = sums.Where(s => s.Value.Any).OrderBy(s => s.Key)
            .Select(s => s.Value.Row(s.Key.Provider, s.Key.Model)).ToList();
        return (
            new CacheReport
            {
                Since = scope.Since,
                Until = scope.Until,
                Rows = rows,
                Total =
                [
                    .. rows.SelectMany(r => r.Saving).GroupBy(s => s.Currency)
                        .OrderBy(g => g.Key, StringComparer.Ordinal)
                        .Select(g => CacheSums.Amount(g.Key, g.Sum(s => s.Saved), g.Sum(s => s.Extra))),
                ],
            },
            null);
    }

    private static async ValueTask AddAsync(
        Dictionary<(string, string), CacheSums> sums, RecordPrices prices, RequestRecord record,
        CancellationToken cancellation)
    {
        if (record is not { Provider: { } provider, Model: { } model })
            return;
        if (!sums.TryGetValue((provider, model), out var of))
            sums.Add((provider, model), of = new CacheSums());
        var usage = record.Usage;
        of.Add(usage);
        if (usage is not ({ CacheReadInputTokens: > 0 } or { CacheWriteInputTokens: > 0 }))
            return;
        var price = await prices.OfAsync(record, cancellation);
        var batch = price is not null && await prices.IsBatchAsync(record, cancellation);
        of.AddCached(usage, CacheSaving.Of(price, new CostQuestion(usage, record.StartedAt.UtcTicks, batch)));
    }
}
