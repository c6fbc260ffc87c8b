using Godwit.Control.Publishing;
using Microsoft.Extensions.Logging;

namespace Godwit.Control.Files;

/// <summary>Applies the configuration files again soon after they change.</summary>
internal sealed partial class FileWatch(
    ControlOptions options, ControlStartup startup, FileSync files, PublicationStatus status, TimeProvider time,
    ILogger<FileWatch> logger) : ControlWorker
{
    // An editor writes a file in several steps: the last one counts.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    // Events are lost on some mounts; looking costs a few file reads.
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim changed = new(0);

    public override void Dispose()
    {
        changed.Dispose();
        base.Dispose();
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        if (options.ConfigPaths.Count == 0)
            return;
        var watchers = options.ConfigPaths.Select(Watch).ToList();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await WaitAsync(stoppingToken);
                await ApplyAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node stops.
        }
        finally
        {
            watchers.ForEach(w => w.Dispose());
        }
    }

    private async Task ApplyAsync(CancellationToken cancellation)
    {
        try
        {
            await startup.OpenAsync(cancellation);
            await files.ApplyAsync(cancellation);
        }
        catch (Exception e) when (StoreFailures.IsStoreAway(e))
        {
            status.StoreError = e.Message;
            Log.NotApplied(logger, e.Message);
        }
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var signal = changed.WaitAsync(stop.Token);
        if (await Task.WhenAny(signal, Task.Delay(LookAnyway, time, stop.Token)) == signal)
            await Task.Delay(Settle, time, cancellation);
        await stop.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        while (changed.CurrentCount > 0)
            await changed.WaitAsync(cancellation);
    }

    private FileSystemWatcher Watch(string path)
    {
        var isFile = File.Exists(path);
        var full = Path.GetFullPath(path);
        var watcher = isFile
            ? new FileSystemWatcher(Path.GetDirectoryName(full)!, Path.GetFileName(full))
            : new FileSystemWatcher(full);
        watcher.Changed += (_, _) => changed.Release();
        watcher.Created += (_, _) => changed.Release();
        watcher.Deleted += (_, _) => changed.Release();
        watcher.Renamed += (_, _) => changed.Release();
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private static partial class Log
    {
        [LoggerMessage(3022, LogLevel.Warning, "Configuration files wait for the store: {Reason}")]
        public static partial void NotApplied(ILogger logger, string reason);
    }
}
