using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>All configured feeds. One caller at a time loads; anybody may ask for the description.</summary>
internal sealed class FeedLibrary
{
    private readonly FeedSlot[] slots;

    /// <param name="options">The feeds in order of precedence.</param>
    /// <param name="folder">Where copies of fetched feeds are kept; null when there is no such place.</param>
    public FeedLibrary(IEnumerable<FeedOptions> options, string? folder) =>
        slots = [.. options.Select(feed => new FeedSlot(feed, folder))];

    public bool IsEmpty => slots.Length == 0;

    /// <summary>Reads files that have changed, and copies that have not been read.</summary>
    /// <returns>True when anything has changed.</returns>
    public bool LoadLocal(DateTimeOffset now)
    {
        var changed = 0;
        Parallel.ForEach(slots, slot =>
        {
            if (slot.LoadLocal(now))
                Interlocked.Exchange(ref changed, 1);
        });
        return changed == 1;
    }

    /// <summary>Fetches what is due, one after the other.</summary>
    /// <returns>True when anything has changed.</returns>
    public async Task<bool> FetchAsync(FeedFetcher fetcher, DateTimeOffset now, CancellationToken cancellation)
    {
        var changed = false;
        foreach (var slot in slots)
            changed |= await slot.FetchAsync(fetcher, now, cancellation);
        return changed;
    }

    /// <summary>Which feeds are stale, for comparison with what the tables were merged with.</summary>
    public IReadOnlyList<bool> Staleness(DateTimeOffset now) =>
        [.. slots.Select(slot => slot.Loaded(now)?.IsStale == true)];

    /// <summary>Merges what is loaded; null when no feed is configured.</summary>
    public FeedTables? Merge(DateTimeOffset now)
    {
        if (IsEmpty)
            return null;
        var loaded = slots.Select(slot => slot.Loaded(now)).OfType<LoadedFeed>().ToArray();
        return FeedTables.Merge(
            loaded, (feed, error) => slots.Single(slot => slot.Options == feed.Options).Fail(error));
    }

    public IEnumerable<AddressSource> Describe(DateTimeOffset now) => slots.Select(slot => slot.Describe(now));
}
