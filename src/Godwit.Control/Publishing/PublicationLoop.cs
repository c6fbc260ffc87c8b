using Godwit.Control.Storage;
using Microsoft.Extensions.Logging;

namespace Godwit.Control.Publishing;

/// <summary>
/// Publishes at the start, from disk if the store is away, and then follows what other processes change.
/// </summary>
internal sealed partial class PublicationLoop(
    ControlStartup startup,
    SnapshotPublisher publisher,
    IDatabase database,
    PublicationStatus status,
    TimeProvider time,
    ILogger<PublicationLoop> logger) : ControlWorker
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            await startup.OpenAsync(limit.Token);
        }
        catch (Exception e) when (IsAway(e, cancellationToken))
        {
            StoreIsAway(e);
            publisher.PublishLastGood();
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        var wait = TimeSpan.FromMilliseconds(500);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await startup.OpenAsync(stoppingToken);
                await using var listener = await database.ListenAsync(stoppingToken);
                while (true)
                {
                    await publisher.FollowAsync(stoppingToken);
                    wait = TimeSpan.FromMilliseconds(500);
                    await listener.WaitAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (IsAway(e, stoppingToken))
            {
                StoreIsAway(e);
            }

            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private static bool IsAway(Exception e, CancellationToken stopping) =>
        StoreFailures.IsStoreAway(e) || (e is OperationCanceledException && !stopping.IsCancellationRequested);

    private void StoreIsAway(Exception e)
    {
        status.StoreError = e.Message;
        Log.StoreIsAway(logger, e.Message);
    }

    private static partial class Log
    {
        [LoggerMessage(3010, LogLevel.Error, "The store cannot be used and is tried again: {Reason}")]
        public static partial void StoreIsAway(ILogger logger, string reason);
    }
}
