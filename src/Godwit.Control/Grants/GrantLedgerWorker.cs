using Godwit.Control.Publishing;
using Godwit.Control.Storage.Grants;
using Godwit.Policy.Contracts;
using Godwit.Policy.Grants;
using Godwit.Policy.Snapshot;
using Microsoft.Extensions.Logging;

namespace Godwit.Control.Grants;

/// <summary>
/// Keeps the ledger to what the configuration in force and the time demand, and tells the data plane what operators put
/// right.
/// </summary>
internal sealed partial class GrantLedgerWorker(
    GrantLedger ledger, GrantCorrections corrections, SnapshotHolder snapshots, ControlStartup startup,
    TimeProvider time, ILogger<GrantLedgerWorker> logger) : ControlWorker
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim published = new(0, 1);

    /// <summary>Enters what is missing by now. Any number of nodes may do it at once.</summary>
    public async Task ReconcileAsync(CancellationToken cancellation)
    {
        if (snapshots.Current is not { } snapshot)
            return;
        var reconciliation = new GrantReconciliation(time.GetUtcNow(), () => Guid.CreateVersion7().ToString());
        var entered = await ledger.PlanAsync(
            known => reconciliation.Missing(snapshot.Grants, known), cancellation);
        if (entered > 0)
            Log.Entered(logger, entered);
    }

    /// <summary>Lets the data plane be told at once.</summary>
    public void Wake()
    {
        try
        {
            published.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        snapshots.Published += WakeFor;
        try
        {
            while (true)
            {
                await RunOnceAsync(stoppingToken);
                // By the machine's own clock, as other polls are: no instant depends on it that anybody sees.
                await published.WaitAsync(Interval, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is missing is entered by the next process.
        }
        finally
        {
            snapshots.Published -= WakeFor;
        }
    }

    public override void Dispose()
    {
        published.Dispose();
        base.Dispose();
    }

    private async Task RunOnceAsync(CancellationToken cancellation)
    {
        try
        {
            await startup.OpenAsync(cancellation);
            await ReconcileAsync(cancellation);

            // Not what providers denied: each node counts that as spent itself.
            corrections.Replace((await ledger.BalancesAsync(cancellation)).Where(b => b.Corrected != 0).Select(
                b => KeyValuePair.Create((GrantRulesCompiler.AccountPrefix + b.Grant, b.Period), -b.Corrected)));
        }
        catch (Exception e) when (StoreFailures.IsStoreAway(e) && !cancellation.IsCancellationRequested)
        {
            Log.Waiting(logger, e.Message);
        }
    }

    private void WakeFor(GatewaySnapshot snapshot) => Wake();

    private static partial class Log
    {
        [LoggerMessage(3060, LogLevel.Information, "Entered {Rows} rows into the ledger of grants")]
        public static partial void Entered(ILogger logger, int rows);

        [LoggerMessage(3061, LogLevel.Debug, "The ledger of grants waits for the store: {Reason}")]
        public static partial void Waiting(ILogger logger, string reason);
    }
}
