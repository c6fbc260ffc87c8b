using Godwit.Control.Prices;
using Godwit.Control.Publishing;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;

namespace Godwit.Control.Reports;

/// <summary>
/// The prices that records name, found again: in the configuration in force, else in the one of the record's revision.
/// For one report: what was found once is kept. Also where their providers were reached.
/// </summary>
internal sealed class RecordPrices(SnapshotHolder holder, SnapshotArchive archive)
{
    private readonly GatewaySnapshot? current = holder.Current;
    private readonly Dictionary<GatewaySnapshot, Dictionary<(string, string), TargetRules>> targets = [];
    private readonly Dictionary<(string?, string?, string, long), PriceRules?> found = [];
    private readonly Dictionary<(string, long), string?> regions = [];

    /// <summary>
    /// The price by which a record's cost was computed; null when it has none or nobody knows it any more.
    /// </summary>
    public async ValueTask<PriceRules?> OfAsync(RequestRecord record, CancellationToken cancellation)
    {
        if (record.PriceVersion is not { } version)
            return null;
        var key = (record.Provider, record.Model, version, record.SnapshotRevision);
        if (!found.TryGetValue(key, out var price))
        {
            price = WithVersion(record, current) ?? WithVersion(record, await ThenAsync(record, cancellation));
            found.Add(key, price);
        }

        return price;
    }

    /// <summary>Whether the target that answered is billed by the prices of batches.</summary>
    public async ValueTask<bool> IsBatchAsync(RequestRecord record, CancellationToken cancellation) =>
        (TargetOf(current, record.Provider, record.Model)
            ?? TargetOf(await ThenAsync(record, cancellation), record.Provider, record.Model))?.Prices?.Batch == true;

    /// <summary>
    /// Where the provider that answered was reached, by the configuration of then; null when that is not known.
    /// </summary>
    public async ValueTask<string?> CloudRegionAsync(RequestRecord record, CancellationToken cancellation)
    {
        if (record.Provider is not { } provider)
            return null;
        var key = (provider, record.SnapshotRevision);
        if (!regions.TryGetValue(key, out var region))
        {
            var then = current?.Revision == record.SnapshotRevision ? current
                : await archive.FindAsync(record.SnapshotRevision, cancellation);
            region = then?.Providers.FirstOrDefault(p => p.Name == provider)?.CloudRegion;
            regions.Add(key, region);
        }

        return region;
    }

    /// <summary>The configuration that a record was decided by; the one in force where that cannot be had.</summary>
    public async ValueTask<GatewaySnapshot?> ThenAsync(RequestRecord record, CancellationToken cancellation) =>
        current?.Revision == record.SnapshotRevision ? current
            : await archive.FindAsync(record.SnapshotRevision, cancellation) ?? current;

    public TargetRules? TargetOf(GatewaySnapshot? snapshot, string? provider, string? model)
    {
        if (snapshot is null || provider is null || model is null)
            return null;
        if (!targets.TryGetValue(snapshot, out var byName))
        {
            byName = PricedTargets.Of(snapshot).ToDictionary(t => (t.Provider.Name, t.Model));
            targets.Add(snapshot, byName);
        }

        return byName.GetValueOrDefault((provider, model));
    }

    /// <summary>What tokens cost at a target in the record's place: at its instant, for its organization.</summary>
    public static Cost? CostAt(TargetRules? target, GatewaySnapshot? snapshot, RequestRecord record, TokenUsage usage)
    {
        if (target?.Prices is not { } schedule || snapshot is null)
            return null;
        var organization = record.Organization is { } name ? snapshot.Organizations.IndexOf(name) : -1;
        var ticks = record.StartedAt.UtcTicks;
        return PricePolicy.Of(schedule.Of(organization).At(ticks), new CostQuestion(usage, ticks, schedule.Batch));
    }

    private PriceRules? WithVersion(RequestRecord record, GatewaySnapshot? snapshot)
    {
        if (TargetOf(snapshot, record.Provider, record.Model)?.Prices is not { } schedule)
            return null;
        var organization = record.Organization is { } name ? snapshot!.Organizations.IndexOf(name) : -1;
        return schedule.Of(organization).Spans
            .Select(span => span.Price).FirstOrDefault(price => price?.IsCalled(record.PriceVersion) == true);
    }
}
