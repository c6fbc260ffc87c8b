using Godwit.Control.Files;
using Godwit.Control.Keys;
using Godwit.Control.Storage;

namespace Godwit.Control.Publishing;

/// <summary>
/// Opens the store, in order: schema, first resources, files, publication. Done once, as soon as it can be.
/// </summary>
internal sealed class ControlStartup(
    IDatabase database, Bootstrap bootstrap, FileSync files, SnapshotPublisher publisher, FirstStart firstStart)
        : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private bool opened;

    public async Task OpenAsync(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            if (opened)
                return;
            await database.MigrateAsync(cancellation);
            await bootstrap.RunAsync(firstStart, cancellation);
            await files.ApplyAsync(cancellation);
            await publisher.PublishAsync(cancellation);
            opened = true;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}
