using Godwit.Control.Api;
using Godwit.Control.Storage;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;

namespace Godwit.Control.Prices.Repricing;

/// <summary>
/// Computes what stored requests and their failed attempts cost by the prices that are in force now for their instants,
/// and corrects those that cost something else. Run again, it finds nothing to correct.
/// </summary>
internal sealed class Repricer(ICorrectionStore store, TimeProvider time)
{
    // A transaction each: few enough to hold no other writer up.
    private const int BatchSize = 500;

    // A call is over before a client gives up waiting; it says where the next one goes on.
    private const int BatchesACall = 20;

    /// <summary>Corrects a part of the period.</summary>
    public async Task<RepriceReport> RunAsync(
        RepriceRequest request, GatewaySnapshot snapshot, string actor, CancellationToken cancellation)
    {
        var targets = PricedTargets.Of(snapshot).ToDictionary(t => (t.Provider.Name, t.Model));
        var filter = new RequestFilter
        {
            Since = request.From, Until = request.To, Tried = request.Provider, After = request.After,
            Organization = request.Organization,
        };
        var sums = new RepriceSums();
        var (examined, corrected, attempts, unpriced) = (0L, 0L, 0L, 0L);
        Guid? next = request.After;
        for (var batch = 0; batch < BatchesACall; batch++)
        {
            var records = await store.CostedAsync(filter with { After = next }, BatchSize, cancellation);
            var entries = new List<(CostedRecord Record, CostCorrection Entry)>();
            foreach (var record in records)
            {
                entries.AddRange(
                    OfAttempts(record, request, snapshot, targets, actor).Select(entry => (record, entry)));
                if (!IsMeant(record.Record.Provider, record.Record.Model, request))
                    continue;
                examined++;
                var cost = CostOf(record.Record, snapshot, targets, out var price);
                if (cost is null)
                    unpriced += record.Record.Usage.InputTokens is null ? 0 : 1;
                else if (price!.Version != record.PriceVersion && Differs(cost.Value, record))
                    entries.Add((record, Entry(record, cost.Value, price.Version, request, snapshot, actor)));
            }

            foreach (var (record, entry) in await WriteAsync(entries, request.DryRun, cancellation))
            {
                corrected += entry.Attempt is null ? 1 : 0;
                attempts += entry.Attempt is null ? 0 : 1;
                sums.Add(record, entry);
            }

            next = records.Count < BatchSize ? null : records[^1].Record.Id;
            if (next is null)
                break;
        }

        return new RepriceReport
        {
            Examined = examined, Corrected = corrected, CorrectedAttempts = attempts, WithoutPrice = unpriced,
            Rows = sums.Rows, Next = next,
        };
    }

    // What an attempt used that came to nothing stands with it alone; it is priced as a request would be.
    private IEnumerable<CostCorrection> OfAttempts(
        CostedRecord record, RepriceRequest request, GatewaySnapshot snapshot,
        Dictionary<(string, string), TargetRules> targets, string actor)
    {
        for (var i = 0; i < record.Record.Attempts.Count; i++)
        {
            var attempt = record.Record.Attempts[i];
            if (attempt.Usage is not { } usage || !IsMeant(attempt.Provider, attempt.Model, request))
                continue;
            var last = record.OfAttempts.FirstOrDefault(entry => entry.Attempt == i + 1);
            var known = record with
            {
                Record = record.Record with { Provider = attempt.Provider, Model = attempt.Model, Usage = usage },
                Corrections = last?.Number ?? 0, Amount = last?.NewAmount ?? attempt.Cost,
                Currency = last?.NewCurrency ?? attempt.Currency, PriceVersion = last?.NewPriceVersion,
            };
            if (CostOf(known.Record, snapshot, targets, out var price) is { } cost
                && price!.Version != known.PriceVersion && Differs(cost, known))
                yield return Entry(known, cost, price.Version, request, snapshot, actor) with { Attempt = i + 1 };
        }
    }

    private static bool IsMeant(string? provider, string? model, RepriceRequest request) =>
        provider is not null && model is not null && (request.Provider is null || request.Provider == provider)
        && (request.Model is null || NamePattern.Matches(request.Model, model));

    private static bool Differs(Cost cost, CostedRecord record) =>
        cost.Amount != record.Amount || cost.Currency != record.Currency;

    private static Cost? CostOf(
        RequestRecord record, GatewaySnapshot snapshot, Dictionary<(string, string), TargetRules> targets,
        out PriceRules? price)
    {
        var schedule = targets.GetValueOrDefault((record.Provider!, record.Model!))?.Prices;
        price = PricedTargets.PriceOf(record, schedule, snapshot);
        return PricePolicy.Of(
            price, new CostQuestion(record.Usage, record.StartedAt.UtcTicks, schedule?.Batch == true));
    }

    private CostCorrection Entry(
        CostedRecord record, Cost cost, string version, RepriceRequest request, GatewaySnapshot snapshot,
        string actor) => new()
    {
        Request = record.Record.Id, Number = record.Corrections + 1, CorrectedAt = time.GetUtcNow(),
        CorrectedBy = actor, Reason = request.Reason ?? $"repriced by revision {snapshot.Revision}",
        OldAmount = record.Amount, OldCurrency = record.Currency, OldPriceVersion = record.PriceVersion,
        NewAmount = cost.Amount, NewCurrency = cost.Currency, NewPriceVersion = version,
    };

    private async Task<IEnumerable<(RequestRecord, CostCorrection)>> WriteAsync(
        List<(CostedRecord Record, CostCorrection Entry)> entries, bool dryRun, CancellationToken cancellation)
    {
        if (entries.Count == 0 || dryRun)
            return entries.Select(e => (e.Record.Record, e.Entry));
        var written = (await store.CorrectAsync(entries, cancellation)).Select(e => (e.Request, e.Attempt)).ToHashSet();
        return entries.Where(e => written.Contains((e.Entry.Request, e.Entry.Attempt)))
            .Select(e => (e.Record.Record, e.Entry));
    }
}
