using System.Text;
using System.Text.Json;
using Godwit.Control.Objects;
using Godwit.Control.Publishing;
using Godwit.Control.Storage;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Logging;

namespace Godwit.Control.Usage;

/// <summary>
/// Carries records from the journal to the store in batches; while the store is away, they wait in the journal.
/// </summary>
internal sealed partial class RecordShipper(
    IRecordSource source, IRequestStore store, OwnedObjectRecords objects, PublicationStatus status,
    TimeProvider time, ILogger<RecordShipper> logger)
    : ControlWorker
{
    // Many enough to pay for a transaction, few enough to hold no other writer up.
    private const int BatchSize = 500;

    // What a transaction costs is shared by those in it, so that a few records wait for others, unless more are there
    // already.
    private const long Few = 256 * 1024;
    private static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PrepareEvery = TimeSpan.FromHours(6);

    private DateTimeOffset prepareAt = DateTimeOffset.MinValue;

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var batch = await source.ReadAsync(BatchSize, stoppingToken);
                await StoreAsync(batch.Records, stoppingToken);
                source.Acknowledge(batch.Next);
                if (source.PendingBytes < Few)
                    await Task.Delay(GatherFor, time, stoppingToken);
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

                await AppendAsync(records, cancellation);
                await objects.StoreAsync(records, cancellation);
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

    /// <summary>Stores what can be read; what can't be would hold up everything behind it for ever.</summary>
    private async Task AppendAsync(IReadOnlyList<JournalRecord> records, CancellationToken cancellation)
    {
        try
        {
            await store.AppendAsync(records, cancellation);
        }
        catch (JsonException)
        {
            await store.AppendAsync([.. records.Where(IsReadable)], cancellation);
        }
    }

    private bool IsReadable(JournalRecord record)
    {
        try
        {
            new RequestRow().Read(record);
            return true;
        }
        catch (JsonException e)
        {
            // The log is the last place to keep it.
            Log.Unreadable(logger, Encoding.UTF8.GetString(record.Json.Span), e);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            3031, LogLevel.Critical, "A record of the journal cannot be read and is not stored; here it is: {Record}")]
        public static partial void Unreadable(ILogger logger, string record, Exception reason);

        [LoggerMessage(3030, LogLevel.Warning, "{Records} records wait for the store: {Reason}")]
        public static partial void Waiting(ILogger logger, int records, string reason);
    }
}
