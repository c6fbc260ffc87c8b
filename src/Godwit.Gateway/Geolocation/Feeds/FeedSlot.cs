using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>
/// One configured feed: the generation in use, and how to come by the next. What goes wrong is kept and shown; the
/// generation in use stays, however old it gets.
/// </summary>
internal sealed class FeedSlot(FeedOptions options, string? folder)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(10);

    private readonly FeedCopy? copy = options.Url is null || folder is null ? null : new FeedCopy(folder, options);
    private volatile State state = new(null, null, null, null);
    private (DateTime Written, long Length) stamp;
    private FeedCopyAbout? known;
    private DateTimeOffset nextFetch;
    private bool hasReadCopy;

    public FeedOptions Options => options;

    public FeedTable? Table => state.Table;

    /// <summary>The feed as it is now weighed; null while it has not been loaded.</summary>
    public LoadedFeed? Loaded(DateTimeOffset now) =>
        state.Table is { } table ? new LoadedFeed(options, table, IsStale(table, now)) : null;

    /// <summary>Reads the file if it has changed, or once the copy of what was fetched before.</summary>
    /// <returns>True when another generation is in use.</returns>
    public bool LoadLocal(DateTimeOffset now) => options.Path is { } path
        ? Guard(() => LoadFile(path, now))
        : !hasReadCopy && copy is not null && Guard(() => LoadCopy(now));

    /// <summary>Fetches the feed when it is time to.</summary>
    /// <returns>True when another generation is in use.</returns>
    public async Task<bool> FetchAsync(FeedFetcher fetcher, DateTimeOffset now, CancellationToken cancellation)
    {
        if (copy is null || now < nextFetch)
            return false;
        var interval = TimeSpan.FromMinutes(options.RefreshMinutes);
        nextFetch = now + (interval < RetryAfter ? interval : RetryAfter);
        try
        {
            var fetched = await fetcher.FetchAsync(options, known, cancellation);
            if (fetched.Content is { } content)
                Take(content, fetched, now);
            state = state with { CheckedAt = now, Error = null };
            nextFetch = now + interval;
            return fetched.Content is not null;
        }
        catch (Exception e) when (IsExpected(e) && !cancellation.IsCancellationRequested)
        {
            state = state with { Error = e.Message };
            return false;
        }
    }

    /// <summary>Keeps why the feed is left out of the answers.</summary>
    public void Fail(string error) => state = state with { Error = error };

    public AddressSource Describe(DateTimeOffset now)
    {
        var (table, loadedAt, checkedAt, error) = state;
        return new AddressSource(
            options.Name, options.Licence, options.Attribution, table?.BuildEpoch ?? DateTimeOffset.UnixEpoch,
            table?.Sha256 ?? "", table?.Rows ?? 0, table is not null)
        {
            Feed = new FeedStatus
            {
                Loaded = table is not null,
                Kinds = [.. options.Kinds],
                BadRows = table?.BadRows ?? 0,
                Problems = table?.Problems ?? [],
                Stale = table is not null && IsStale(table, now),
                LoadedAt = loadedAt,
                CheckedAt = checkedAt,
                Error = error,
            },
        };
    }

    private bool LoadFile(string path, DateTimeOffset now)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            stamp = default;
            throw new InvalidDataException($"there is no file '{path}'");
        }

        var found = (file.LastWriteTimeUtc, file.Length);
        if (found == stamp)
        {
            // A file that was refused stays refused until it is written again.
            if (state.Error is null)
                state = state with { CheckedAt = now };
            return false;
        }

        stamp = found;
        if (file.Length > options.MaxBytes)
            throw new InvalidDataException($"it is larger than {options.MaxBytes} bytes");
        var dated = new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero);
        var table = FeedCompiler.Compile(options, File.ReadAllBytes(path), dated, state.Table?.Rows);
        state = new State(table, now, now, null);
        return true;
    }

    private bool LoadCopy(DateTimeOffset now)
    {
        hasReadCopy = true;
        if (copy!.Read() is not var (content, about))
            return false;
        var table = FeedCompiler.Compile(options, content, about.LastModified ?? about.FetchedAt, null);
        known = about;
        state = new State(table, now, about.FetchedAt, null);
        nextFetch = about.FetchedAt + TimeSpan.FromMinutes(options.RefreshMinutes);
        return true;
    }

    // The copy is replaced only by what has passed every check.
    private void Take(byte[] content, FetchedFeed fetched, DateTimeOffset now)
    {
        var table = FeedCompiler.Compile(options, content, fetched.LastModified ?? now, state.Table?.Rows);
        var about = new FeedCopyAbout
        {
            Url = options.Url!, Sha256 = table.Sha256, FetchedAt = now, ETag = fetched.ETag,
            LastModified = fetched.LastModified,
        };
        copy!.Write(content, about);
        known = about;
        state = new State(table, now, now, null);
    }

    private bool Guard(Func<bool> load)
    {
        try
        {
            return load();
        }
        catch (Exception e) when (IsExpected(e))
        {
            state = state with { Error = e.Message };
            return false;
        }
    }

    private bool IsStale(FeedTable table, DateTimeOffset now) => now - table.BuildEpoch > options.MaxAge;

    // Whatever a stranger's file brings about, the gateway goes on with what it has.
    private static bool IsExpected(Exception e) => e is not OutOfMemoryException;

    private sealed record State(FeedTable? Table, DateTimeOffset? LoadedAt, DateTimeOffset? CheckedAt, string? Error);
}
