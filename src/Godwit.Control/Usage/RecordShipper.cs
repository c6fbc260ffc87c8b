using Godwit.Control.Publishing;
using Godwit.Control.Storage;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Godwit.Control.Usage;

/// <summary>
/// Carries records from the journal to the store in batches; while the store is away, they wait in the journal.
/// </summary>
internal sealed partial class RecordShipper(
    IRecordSource source, IRequestStore store, PublicationStatus status, TimeProvider time,
    ILogger<RecordShipper> logger)
    : BackgroundService
{
    // Few enough to be garbage of the youngest generation, many enough to pay for a transaction.
    private const int BatchSize = 250;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PrepareEvery = TimeSpan.FromHours(6);

    private DateTimeOffset prepareAt = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var batch = await source.ReadAsync(BatchSize, stoppingToken);
                await StoreAsync(batch.Records, stoppingToken);
                source.Acknowledge(batch.Next);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not acknowledged is shipped at the next start.
        }
    }

    private async Task StoreAsync(IReadOnlyList<JournalRecord> records, CancellationToken cancellation)
    {
        for (var wait = ShortestWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                if (time.GetUtcNow() >= prepareAt)
                {
                    await store.PrepareAsync(cancellation);
                    prepareAt = time.GetUtcNow() + PrepareEvery;
                }

                await store.AppendAsync(records, cancellation);
                status.ShippingError = null;
                return;
            }
            catch (Exception e) when (StoreFailures.IsStoreAway(e) && !cancellation.IsCancellationRequested)
            {
                status.ShippingError = e.Message;
                Log.Waiting(logger, records.Count, e.Message);
                await Task.Delay(wait, time, cancellation);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3030, LogLevel.Warning, "{Records} records wait for the store: {Reason}")]
        public static partial void Waiting(ILogger logger, int records, string reason);
    }
}
