using Godwit.Control.Publishing;
using Godwit.Control.Storage;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Logging;

namespace Godwit.Control.Evidence;

/// <summary>Stores, once each, what is behind the fingerprints of address data that records name.</summary>
internal sealed partial class DatasetRecorder(
    IAddressLocator locator, DatasetStore store, ControlStartup startup, TimeProvider time,
    ILogger<DatasetRecorder> logger) : ControlWorker
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly HashSet<string> stored = new(StringComparer.Ordinal);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await StoreAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not stored is described again by the next process that loads the same data.
        }
    }

    private async Task StoreAsync(CancellationToken cancellation)
    {
        try
        {
            await startup.OpenAsync(cancellation);
            foreach (var dataset in locator.Datasets.Where(d => !stored.Contains(d.Fingerprint)))
            {
                await store.AddAsync(dataset.Fingerprint, dataset.Sources, cancellation);
                stored.Add(dataset.Fingerprint);
            }
        }
        catch (Exception e) when (StoreFailures.IsStoreAway(e) && !cancellation.IsCancellationRequested)
        {
            Log.Waiting(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3040, LogLevel.Warning, "The description of address data waits for the store: {Reason}")]
        public static partial void Waiting(ILogger logger, string reason);
    }
}
