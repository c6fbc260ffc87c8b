using System.Text.Json;

namespace Godwit.TestSupport;

/// <summary>Waits for the file by which a process says that it serves, without polling.</summary>
internal sealed class ReadyFile : IDisposable
{
    private readonly TaskCompletionSource<JsonElement> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FileSystemWatcher watcher;
    private readonly string path;

    public ReadyFile(string path)
    {
        this.path = path;
        watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        watcher.Created += (_, _) => TryRead();
        watcher.Changed += (_, _) => TryRead();
        watcher.Renamed += (_, _) => TryRead();
        watcher.EnableRaisingEvents = true;
    }

    /// <summary>The file's content, once it is there and whole.</summary>
    public Task<JsonElement> Content => found.Task;

    public void Dispose() => watcher.Dispose();

    private void TryRead()
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            found.TrySetResult(document.RootElement.Clone());
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            // Half written, or already replaced: the next change event reads it again.
        }
    }
}
