using System.Runtime.CompilerServices;
using Godwit.Control.Api;
using Godwit.Control.Storage;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Reports;

/// <summary>
/// Reads records, oldest first, with what their requests and failed attempts cost by their last correction; a step of
/// them at a time is in memory.
/// </summary>
internal sealed class CostedRecords(ICorrectionStore store)
{
    private const int StepSize = 500;

    /// <summary>
    /// What the store chooses by the scope; its other conditions are for <see cref="ReportScope.Holds"/>.
    /// </summary>
    public async IAsyncEnumerable<RequestRecord> ReadAsync(
        ReportScope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = scope.Filter;
        IReadOnlyList<CostedRecord> step;
        do
        {
            // No connection is held while the reader works on what it got: an export may take as long as its client.
            step = await store.CostedAsync(filter, StepSize, cancellation);
            foreach (var one in step)
                yield return one.Corrections == 0 && one.OfAttempts.Count == 0 ? one.Record : WithCost(one);
            if (step.Count > 0)
                filter = filter with { After = step[^1].Record.Id };
        }
        while (step.Count == StepSize);
    }

    private static RequestRecord WithCost(CostedRecord one) => one.Record with
    {
        Cost = one.Amount, Currency = one.Currency, PriceVersion = one.PriceVersion,
        Attempts = [.. one.Record.Attempts.Select((attempt, i) => WithCost(attempt, i + 1, one.OfAttempts))],
    };

    private static AttemptRecord WithCost(
        AttemptRecord attempt, int place, IReadOnlyList<CostCorrection> corrections) =>
        corrections.FirstOrDefault(entry => entry.Attempt == place) is { } last
            ? attempt with { Cost = last.NewAmount, Currency = last.NewCurrency } : attempt;
}
