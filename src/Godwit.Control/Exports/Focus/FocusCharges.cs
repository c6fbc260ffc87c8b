using System.Globalization;
using System.Runtime.CompilerServices;
using Godwit.Control.Reports;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;

namespace Godwit.Control.Exports.Focus;

/// <summary>
/// Adds the costs of requests up to charges by hour or day. Records come in the order of time, so that one period at a
/// time is in memory; a record that comes late makes a further row of its period.
/// </summary>
/// <param name="prices">Finds the prices that records name.</param>
/// <param name="period">An hour or a day.</param>
internal sealed class FocusCharges(RecordPrices prices, TimeSpan period)
{
    private readonly Dictionary<FocusKey, (long Count, decimal Amount, long Requests)> charges = [];
    private readonly List<CostPart> parts = [];
    private DateTimeOffset current;

    /// <summary>The charges of records; those without a cost are in none.</summary>
    public async IAsyncEnumerable<FocusRow> OfAsync(
        IAsyncEnumerable<RequestRecord> records, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var record in records.WithCancellation(cancellation))
        {
            if (record is not { Cost: { } cost, Currency: { } currency, Provider: { } provider, Model: { } model })
                continue;
            var start = new DateTimeOffset(
                record.StartedAt.UtcTicks - (record.StartedAt.UtcTicks % period.Ticks), TimeSpan.Zero);
            if (start > current)
            {
                foreach (var row in Take())
                    yield return row;
                current = start;
            }

            var key = new FocusKey(
                start, record.Organization, record.Project, provider, model, null, "", null, record.PriceVersion,
                currency, RecordDimensions.GrantOf(record), await prices.CloudRegionAsync(record, cancellation),
                record.ApiKey, record.RequestModel, record.Territory);
            if (await SplitAsync(record, cost, key, cancellation))
                continue;
            Add(key, 1, cost);
        }

        foreach (var row in Take())
            yield return row;
    }

    /// <summary>Adds the parts of a cost; false where they are not known, or do not come to the cost.</summary>
    private async ValueTask<bool> SplitAsync(
        RequestRecord record, decimal cost, FocusKey key, CancellationToken cancellation)
    {
        if (await prices.OfAsync(record, cancellation) is not { } price)
            return false;
        var batch = await prices.IsBatchAsync(record, cancellation);
        parts.Clear();
        var question = new CostQuestion(record.Usage, record.StartedAt.UtcTicks, batch);
        if (PricePolicy.Of(price, question, parts)?.Amount != cost)
            return false;
        var variant = VariantOf(price, question);
        foreach (var part in parts)
        {
            Add(
                key with
                {
                    Kind = part.Kind, Tool = part.Tool, UnitPrice = part.Price * part.Factor,
                    Variant = part.Kind is CostKind.ServerToolCalls or CostKind.ServerToolRequests ? "" : variant,
                },
                part.Count, part.Amount);
        }

        // A request that cost nothing has no parts, and is no charge.
        return true;
    }

    private void Add(FocusKey key, long count, decimal amount)
    {
        var (counted, sum, requests) = charges.GetValueOrDefault(key);
        charges[key] = (counted + count, sum + amount, requests + 1);
    }

    private List<FocusRow> Take()
    {
        var rows = charges
            .Select(c => new FocusRow(
                c.Key, c.Key.PeriodStart + period, c.Value.Count, c.Value.Amount, c.Value.Requests))
            .OrderBy(r => r.Key.PeriodStart).ThenBy(r => r.SubAccount, StringComparer.Ordinal)
            .ThenBy(r => r.SkuPrice, StringComparer.Ordinal)
            .ThenBy(r => r.Key.ApiKey, StringComparer.Ordinal)
            .ThenBy(r => r.Key.RequestModel, StringComparer.Ordinal)
            .ThenBy(r => r.Key.Territory, StringComparer.Ordinal).ToList();
        charges.Clear();
        return rows;
    }

    private static string VariantOf(PriceRules price, in CostQuestion question)
    {
        var tier = price.TierOf(question.Usage.InputTokens ?? 0).AboveInputTokens;
        var factor = price.FactorAt(question.UtcTicks);
        return string.Join('/', new[]
        {
            tier < 0 ? null : string.Create(CultureInfo.InvariantCulture, $"above_{tier}"),
            question.Batch ? "batch" : null,
            factor == 1m ? null : string.Create(CultureInfo.InvariantCulture, $"hours_{factor * 100:0.####}"),
        }.OfType<string>());
    }
}
