using Godwit.Control.Api;
using Godwit.Control.Publishing;
using Godwit.Policy.Contracts;
using Godwit.Policy.Snapshot;

namespace Godwit.Control.Reports.Fallbacks;

/// <summary>
/// Adds up what attempts cost that failed, and what it cost that another target than the route's first one answered.
/// </summary>
internal sealed class FallbackReporter(RecordScan records, SnapshotHolder holder, SnapshotArchive archive)
{
    /// <summary>The report, or what is wrong, in words.</summary>
    public async Task<(FallbackReport? Report, string? Error)> ReportAsync(
        ReportScope scope, CancellationToken cancellation)
    {
        var run = new Run(new RecordPrices(holder, archive));
        var error = RecordScan.ErrorOf(scope) ?? await records.ReadAsync(scope, run.AddAsync, cancellation);
        return error is null ? (run.Report(scope), null) : (null, error);
    }

    private sealed class Run(RecordPrices prices)
    {
        private readonly Dictionary<(string Provider, string Model, string Failure), FailedAttemptSums> failed = [];
        private readonly Dictionary<(string First, string Answered, RerouteCause Cause), RerouteSums> reroutes = [];
        private long requests;
        private long withFailed;

        public async ValueTask AddAsync(RequestRecord record, CancellationToken cancellation)
        {
            requests++;
            var then = await prices.ThenAsync(record, cancellation);
            var rescued = record.Attempts is [.., { Failure: null }];
            var any = false;
            foreach (var attempt in record.Attempts)
            {
                if (attempt.Failure is null)
                    continue;
                any = true;
                AddFailed(attempt, rescued);
            }

            withFailed += any ? 1 : 0;
            if (rescued && record is { RequestModel: { } asked, Provider: not null, Model: not null })
                AddReroute(record, asked, then, any);
        }

        public FallbackReport Report(ReportScope scope) => new()
        {
            Since = scope.Since,
            Until = scope.Until,
            Requests = requests,
            WithFailedAttempts = withFailed,
            FailedAttempts =
            [
                .. failed.OrderBy(f => f.Key).Select(f => f.Value.Row(f.Key.Provider, f.Key.Model, f.Key.Failure)),
            ],
            Reroutes =
            [
                .. reroutes.OrderBy(r => r.Key).Select(r => r.Value.Row(r.Key.First, r.Key.Answered, r.Key.Cause)),
            ],
        };

        private void AddFailed(AttemptRecord attempt, bool rescued)
        {
            var key = (attempt.Provider, attempt.Model, RecordDimensions.NameOf(attempt.Failure!.Value));
            if (!failed.TryGetValue(key, out var sums))
                failed.Add(key, sums = new FailedAttemptSums());
            sums.Add(attempt, rescued);
        }

        private void AddReroute(RequestRecord record, string asked, GatewaySnapshot? then, bool failedBefore)
        {
            if (then is null || !then.Routes.TryFind(asked, out var route) || route!.Targets is not [var first, ..]
                || (first.Provider.Name == record.Provider && first.Model == record.Model))
                return;
            var cause = record.Attempts.Any(a => a.Failure is not null && a.Provider == first.Provider.Name
                    && a.Model == first.Model) ? RerouteCause.Failure
                : record.Decision == RequestDecision.Rerouted ? RerouteCause.Territory
                : failedBefore ? RerouteCause.Failure
                : RerouteCause.Choice;
            var key = (first.Name, $"{record.Provider}/{record.Model}", cause);
            if (!reroutes.TryGetValue(key, out var sums))
                reroutes.Add(key, sums = new RerouteSums());
            sums.Add(record, RecordPrices.CostAt(first, then, record, record.Usage));
        }
    }
}
