using System.Collections.Concurrent;

namespace Godwit.Policy.Contracts;

/// <summary>
/// What each project has at providers, in this node's memory: what a list is made of. Whether a caller may use a thing
/// is never asked here, for its id says that.
/// </summary>
/// <remarks>
/// The gateway adds what its own requests make, and the control plane what the store knows of all nodes. Both may say
/// the same thing, in any order: what is gone stays gone, for providers use no id twice.
/// </remarks>
public sealed class OwnedObjects
{
    private readonly ConcurrentDictionary<(string Organization, string Project, OwnedKind Kind), Owned> owners = new();
    private volatile bool loaded;

    /// <summary>True once all that the store knew at the start is here.</summary>
    public bool Loaded
    {
        get => loaded;
        set => loaded = value;
    }

    /// <summary>Takes a thing, or that it is gone.</summary>
    public void Take(in OwnedObject thing)
    {
        var owned = owners.GetOrAdd((thing.Organization, thing.Project, thing.Key.Kind), static _ => new Owned());
        lock (owned)
        {
            if (owned.Gone.Contains(thing.Key))
                return;
            if (thing.Gone)
            {
                owned.Things.Remove(thing.Key);
                owned.Gone.Add(thing.Key);
            }
            else
            {
                owned.Things.TryAdd(thing.Key, thing.At);
            }
        }
    }

    /// <summary>True when a project's thing is known here, or known to be gone.</summary>
    public bool Knows(string organization, string project, in OwnedKey key)
    {
        if (!owners.TryGetValue((organization, project, key.Kind), out var owned))
            return false;
        lock (owned)
            return owned.Things.ContainsKey(key) || owned.Gone.Contains(key);
    }

    /// <summary>All things of a kind that a project has, newest first.</summary>
    public IReadOnlyList<OwnedKey> Of(string organization, string project, OwnedKind kind)
    {
        if (!owners.TryGetValue((organization, project, kind), out var owned))
            return [];
        KeyValuePair<OwnedKey, DateTimeOffset>[] things;
        lock (owned)
            things = [.. owned.Things];

        // The id decides among those of one instant, so that pages never overlap.
        return
        [
            .. things.OrderByDescending(t => t.Value).ThenByDescending(t => t.Key.Id, StringComparer.Ordinal)
                .Select(t => t.Key),
        ];
    }

    private sealed class Owned
    {
        public Dictionary<OwnedKey, DateTimeOffset> Things { get; } = [];

        public HashSet<OwnedKey> Gone { get; } = [];
    }
}
