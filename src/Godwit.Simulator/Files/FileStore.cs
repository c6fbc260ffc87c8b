using System.Collections.Concurrent;
using Godwit.Simulator.Text;

namespace Godwit.Simulator.Files;

/// <summary>Keeps files in memory, by provider.</summary>
internal sealed class FileStore(int seed, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, StoredFile> _files = new();
    private long _count;

    public StoredFile Add(string provider, string name, string purpose, byte[] content)
    {
        DeterministicSource ids = new(
            DeterministicSource.Mix((ulong)seed + 77) + (ulong)Interlocked.Increment(ref _count));
        StoredFile file = new(
            provider, ids.NextId("file-", 22), name, purpose, time.GetUtcNow().ToUnixTimeSeconds(), content);
        _files[Key(provider, file.Id)] = file;
        return file;
    }

    public StoredFile? Find(string provider, string id) =>
        _files.TryGetValue(Key(provider, id), out StoredFile? file) ? file : null;

    public bool Remove(string provider, string id) => _files.TryRemove(Key(provider, id), out _);

    /// <summary>The files of a provider, newest first.</summary>
    public IEnumerable<StoredFile> Of(string provider) => _files.Values
        .Where(file => file.Provider == provider)
        .OrderByDescending(file => file.Created).ThenBy(file => file.Id, StringComparer.Ordinal);

    private static string Key(string provider, string id) => provider + "\n" + id;
}
