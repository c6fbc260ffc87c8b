using Godwit.Control.Notices.Delivery;
using Godwit.Control.Publishing;
using Microsoft.Extensions.Logging;

namespace Godwit.Control.Budgets;

/// <summary>Looks at budgets every minute, off the way of requests, and has alerts sent.</summary>
internal sealed partial class BudgetWorker(
    BudgetAlerts alerts, BudgetReader budgets, EndUserSpending endUsers, NoticeWorker notices, ControlStartup startup,
    TimeProvider time, ILogger<BudgetWorker> logger) : ControlWorker
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>One look.</summary>
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        if (await alerts.RunAsync(cancellation) > 0)
            notices.Wake();
        if (await budgets.ReadAsync(cancellation) is { } set)
            await endUsers.ForgetAsync(set, time.GetUtcNow(), cancellation);
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await RunSafelyAsync(stoppingToken);
                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was reached meanwhile is seen after the next start.
        }
    }

    private async Task RunSafelyAsync(CancellationToken cancellation)
    {
        try
        {
            await startup.OpenAsync(cancellation);
            await RunOnceAsync(cancellation);
        }
        catch (Exception e) when (StoreFailures.IsStoreAway(e) && !cancellation.IsCancellationRequested)
        {
            Log.Waiting(logger, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault here must not end the process that serves requests.
            Log.Faulted(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3081, LogLevel.Warning, "Budgets wait for the store: {Reason}")]
        public static partial void Waiting(ILogger logger, string reason);

        [LoggerMessage(3082, LogLevel.Error, "A look at the budgets failed and is tried again")]
        public static partial void Faulted(ILogger logger, Exception exception);
    }
}
