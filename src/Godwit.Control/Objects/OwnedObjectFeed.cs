using Godwit.Control.Publishing;
using Godwit.Control.Storage;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Logging;

namespace Godwit.Control.Objects;

/// <summary>
/// Brings what the store knows of things at providers into this node's memory: everything at the start, then what other
/// nodes change.
/// </summary>
internal sealed partial class OwnedObjectFeed(
    OwnedObjectStore store, OwnedObjects objects, ControlStartup startup, TimeProvider time,
    ILogger<OwnedObjectFeed> logger) : ControlWorker
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // Changes are read again for so long: a transaction that began earlier may commit later, and clocks differ a
    // little.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private DateTimeOffset? readUntil;

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        // By the machine's own clock, whatever the time is said to be: a poll, of which no instant depends that anybody
        // sees, and which a leap of two weeks must not make half a million times.
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                await ReadAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next process reads everything anew.
        }
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        try
        {
            await startup.OpenAsync(cancellation);
            var now = time.GetUtcNow();
            if (readUntil is { } until)
            {
                foreach (var thing in await store.ChangedAsync(until - Overlap, cancellation))
                    objects.Take(thing);
            }
            else
            {
                await foreach (var thing in store.AllAsync(cancellation))
                    objects.Take(thing);
                objects.Loaded = true;
            }

            readUntil = now;
        }
        catch (Exception e) when (StoreFailures.IsStoreAway(e) && !cancellation.IsCancellationRequested)
        {
            Log.Waiting(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3050, LogLevel.Debug, "What projects have at providers waits for the store: {Reason}")]
        public static partial void Waiting(ILogger logger, string reason);
    }
}
