using System.Text.Json;
using Godwit.Control.Publishing;
using Godwit.Control.Storage;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;
using Godwit.Policy.Territories;

namespace Godwit.Control.Evidence.Replay;

/// <summary>
/// Makes recorded decisions again, from the evidence in the record and the configuration of the record's revision.
/// </summary>
internal sealed class DecisionReplay(IRecordReader records, SnapshotArchive snapshots)
{
    private const int MostDisagreements = 1000;

    public async Task<ReplayReport> RunAsync(RequestFilter period, CancellationToken cancellation)
    {
        var (decided, notDecided, notReproducible) = (0L, 0L, 0L);
        var (disagreed, shown) = (0L, new List<ReplayDisagreement>());
        await foreach (var json in records.ReadAsync(period, cancellation))
        {
            var record = JsonSerializer.Deserialize(json, RecordJsonContext.Default.RequestRecord)!;
            if (record.Decision == RequestDecision.None || record.RequestModel is null)
            {
                notDecided++;
                continue;
            }

            var snapshot = await snapshots.FindAsync(record.SnapshotRevision, cancellation);
            if (snapshot is null || Decide(record, snapshot) is not { } replayed)
            {
                notReproducible++;
                continue;
            }

            decided++;
            var recorded = new ReplayedDecision(Word(record.Decision), record.Reason, record.Policy);
            if (recorded == replayed)
                continue;
            disagreed++;
            if (shown.Count < MostDisagreements)
                shown.Add(new(record.Id, record.StartedAt, record.SnapshotRevision, recorded, replayed));
        }

        return new ReplayReport
        {
            From = period.Since!.Value, To = period.Until!.Value, Decided = decided, Agreed = decided - disagreed,
            NotDecided = notDecided, NotReproducible = notReproducible, Disagreed = disagreed, Disagreements = shown,
        };
    }

    // A route or evidence that cannot be found is not a decision that came out otherwise.
    private static ReplayedDecision? Decide(RequestRecord record, GatewaySnapshot snapshot)
    {
        if (FactsOf(record) is not { } facts || RouteOf(record, snapshot) is not { } route)
            return null;
        var plan = new RoutePlan();
        var operation = record.Operation ?? Operation.Chat;
        var at = (record.DecidedAt ?? record.StartedAt).UtcTicks;
        RoutePolicy.Decide(facts, route, operation, at, plan);
        foreach (var attempt in record.Attempts.Where(a => a.Failure == FailureClass.RegionRefusal))
        {
            if (plan.Targets.FirstOrDefault(t => t.Provider.Name == attempt.Provider && t.Model == attempt.Model)
                is { } refused)
                RoutePolicy.Believe(facts, route, operation, at, refused, plan);
        }

        return new ReplayedDecision(
            Word(plan.Decision), Word(plan.Territory.Reason), plan.Territory.Policy?.Label);
    }

    // What a provider keeps is decided on by that provider, whatever model it may be for.
    private static RouteRules? RouteOf(RequestRecord record, GatewaySnapshot snapshot) =>
        record.Operation?.IsKept() == true
            ? record.Provider is { } keeper ? snapshot.Keepers.GetValueOrDefault(keeper) : null
            : snapshot.Routes.TryFind(record.RequestModel, out var route) ? route : null;

    // A territory without evidence is a record of a version that did not keep it.
    private static TerritoryFacts? FactsOf(RequestRecord record)
    {
        var own = EvidenceOf(record.Evidence, record.Territory);
        var endUser = record.EndUser is { } named ? EvidenceOf(named.Evidence, named.Territory) : null;
        return own is null || (record.EndUser is not null && endUser is null)
            ? null
            : new TerritoryFacts(own, record.Chain, record.Organization ?? "") { EndUser = endUser };
    }

    private static AddressEvidence? EvidenceOf(string? text, string? territory) =>
        text is not null ? AddressEvidenceText.TryParse(text)
        : territory is null ? AddressEvidence.Unknown
        : null;

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
