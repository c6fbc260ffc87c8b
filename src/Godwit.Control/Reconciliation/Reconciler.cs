using Godwit.Control.Api;
using Godwit.Control.Storage;
using Godwit.Policy.Snapshot;

namespace Godwit.Control.Reconciliation;

/// <summary>
/// Compares a provider's figures with our records, day by day, and looks for requests that may be why.
/// </summary>
internal sealed class Reconciler(IReconciliationStore store)
{
    // Each looks through a day of records twice.
    private const int MostExplained = 50;

    /// <summary>Compares; null when the provider is neither configured nor recorded.</summary>
    public async Task<ReconcileReport?> RunAsync(
        ReconcileRequest request, TimeZoneInfo zone, GatewaySnapshot snapshot, CancellationToken cancellation)
    {
        var run = new Run(request, zone, snapshot);
        for (var day = request.From; day < request.To; day = day.AddDays(1))
            run.Ours[day] = await store.UseAsync(
                request.Provider, zone.Midnight(day), zone.Midnight(day.AddDays(1)), cancellation);
        if (snapshot.Providers.All(p => p.Name != request.Provider) && run.Ours.Values.All(uses => uses.Count == 0))
            return null;
        run.Compare();
        await ExplainAsync(run, cancellation);
        return run.Report();
    }

    private async Task ExplainAsync(Run run, CancellationToken cancellation)
    {
        var differing = Enumerable.Range(0, run.Rows.Count)
            .Where(i => run.Rows[i].Status != ReconcileStatus.Matches).ToList();
        if (differing.Count > MostExplained)
            run.Notes.Add($"Only the first {MostExplained} of {differing.Count} days and models are explained: ask for "
                + "a shorter period.");
        foreach (var at in differing.Take(MostExplained))
        {
            var (row, found) = (run.Rows[at], new List<ReconcileExplanation>());
            var (since, until) = (run.Zone.Midnight(row.Day!.Value), run.Zone.Midnight(row.Day.Value.AddDays(1)));
            foreach (var model in run.ModelsOf(row))
                found.AddRange(await store.ExplainAsync(
                    run.Request.Provider, model, since, until, run.Request.Ids ?? 10, cancellation));
            run.Rows[at] = row with { Explanations = Merge(found, run.Request.Ids ?? 10) };
        }
    }

    private static IReadOnlyList<ReconcileExplanation> Merge(List<ReconcileExplanation> found, int ids) =>
    [
        .. found.GroupBy(e => e.Reason).OrderBy(g => g.Key).Select(g => new ReconcileExplanation(
            g.Key, g.Sum(e => e.Requests), g.Sum(e => e.InputTokens), g.Sum(e => e.OutputTokens),
            [.. g.SelectMany(e => e.Ids).Order().Take(ids)])),
    ];

    /// <summary>One comparison under way.</summary>
    private sealed class Run(ReconcileRequest request, TimeZoneInfo zone, GatewaySnapshot snapshot)
    {
        private readonly ReconcilePairs pairs = new(request.Provider, snapshot);
        private readonly SortedSet<string> notes = new(StringComparer.Ordinal);
        private IReadOnlyList<ReconcileRow> totals = [];

        public ReconcileRequest Request => request;

        public TimeZoneInfo Zone => zone;

        public SortedDictionary<DateOnly, IReadOnlyList<ProviderUse>> Ours { get; } = [];

        public List<ReconcileRow> Rows { get; } = [];

        public SortedSet<string> Notes => notes;

        private decimal Tolerance => request.TolerancePercent ?? 1m;

        public void Compare()
        {
            var recorded = Ours.Values.SelectMany(uses => uses).Select(use => pairs.NameOf(use.Model)).ToHashSet();
            var told = Told();
            var measures = new ReconcileMeasures(Tolerance, snapshot.Exchange, notes);
            var theirs = request.Rows.Where(row => row.Day >= request.From && row.Day < request.To)
                .ToLookup(row => (row.Day, Name: pairs.NameOf(row, recorded)));
            foreach (var (day, uses) in Ours)
            {
                var ours = uses.ToLookup(use => pairs.NameOf(use.Model));
                foreach (var name in ours.Select(g => g.Key)
                    .Union(theirs.Where(g => g.Key.Day == day).Select(g => g.Key.Name)).Order(StringComparer.Ordinal))
                {
                    var (our, their) = (ours[name].ToList(), theirs[(day, name)].ToList());
                    Add(day, name, measures.Compare(our, their, told, zone.Midnight(day).UtcTicks));
                }
            }

            totals =
            [
                .. Rows.GroupBy(row => row.Model).OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => Row(null, g.Key, measures.Total(g.SelectMany(row => row.Measures)))),
            ];
        }

        public List<string> ModelsOf(ReconcileRow row)
        {
            var models = pairs.ModelsOf(row.Model, Ours[row.Day!.Value]).ToList();
            return models.Count > 0 ? models : [row.Model];
        }

        public ReconcileReport Report() => new()
        {
            Provider = request.Provider, From = request.From, To = request.To, TimeZone = request.TimeZone ?? "UTC",
            TolerancePercent = Tolerance,
            WithinTolerance = Rows.All(row => row.Status == ReconcileStatus.Matches),
            Rows = Rows, Totals = totals, Notes = [.. notes],
        };

        // A figure that no line has is not in the export at all.
        private HashSet<UsageMeasure> Told()
        {
            var told = new HashSet<UsageMeasure>();
            void Add(UsageMeasure of, Func<ExportedUse, bool> has)
            {
                if (request.Rows.Any(has))
                    told.Add(of);
            }

            Add(UsageMeasure.Requests, row => row.Requests is not null);
            Add(UsageMeasure.InputTokens, row => row.InputTokens is not null);
            Add(UsageMeasure.CachedInputTokens, row => row.CachedInputTokens is not null);
            Add(UsageMeasure.OutputTokens, row => row.OutputTokens is not null);
            Add(UsageMeasure.Cost, row => row.Cost is not null);
            return told;
        }

        private void Add(DateOnly day, string name, IReadOnlyList<ReconcileMeasure> measures)
        {
            // Requests that used nothing that is known, and of which the provider says nothing, are no row.
            if (measures.Any(m => m.Ours != 0 || m.Theirs != 0))
                Rows.Add(Row(day, name, measures));
        }

        private static ReconcileRow Row(DateOnly? day, string name, IReadOnlyList<ReconcileMeasure> measures) => new()
        {
            Day = day, Model = name, Measures = measures,
            Status = measures.All(m => m.Matches) ? ReconcileStatus.Matches
                : measures.All(m => m.Theirs == 0) ? ReconcileStatus.OnlyOurs
                : measures.All(m => m.Ours == 0) ? ReconcileStatus.OnlyTheirs
                : ReconcileStatus.Differs,
        };
    }
}
