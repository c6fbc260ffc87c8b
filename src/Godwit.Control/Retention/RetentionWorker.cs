using Godwit.Control.Publishing;
using Microsoft.Extensions.Logging;

namespace Godwit.Control.Retention;

/// <summary>Sweeps once an hour; what a step leaves is done after a pause in which others may write.</summary>
internal sealed partial class RetentionWorker(
    RetentionSweep sweep, ControlStartup startup, TimeProvider time, ILogger<RetentionWorker> logger)
    : ControlWorker
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(await StepAsync(stoppingToken) ? Pause : Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next process goes on.
        }
    }

    private async Task<bool> StepAsync(CancellationToken cancellation)
    {
        try
        {
            await startup.OpenAsync(cancellation);
            return await sweep.StepAsync(cancellation);
        }
        catch (Exception e) when (StoreFailures.IsStoreAway(e) && !cancellation.IsCancellationRequested)
        {
            Log.Waiting(logger, e.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3050, LogLevel.Warning, "What is to be forgotten waits for the store: {Reason}")]
        public static partial void Waiting(ILogger logger, string reason);
    }
}
