using System.Net;
using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Gateway.Geolocation.Mmdb;
using Godwit.Gateway.Geolocation.Tables;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Geolocation;

/// <summary>
/// Locates addresses by the data loaded last. Reading is free of locks; a load swaps all of it at once.
/// </summary>
public sealed class AddressLocator : IAddressLocator
{
    private readonly Lock loading = new();
    private readonly MmdbSourceOptions[] mmdbFiles;
    private readonly FeedLibrary feeds;
    private readonly TimeProvider time;
    private volatile AddressGeneration generation;
    private readonly DatasetFingerprints fingerprints = new();
    private IReadOnlyList<bool> staleFeeds = [];

    private AddressLocator(GeolocationOptions options, TimeProvider time, DateTimeOffset now)
    {
        mmdbFiles = [.. options.MmdbFiles];
        this.time = time;
        feeds = new FeedLibrary(options.Feeds, options.FeedFolder);
        feeds.LoadLocal(now);
        generation = Build(1, now);
        fingerprints.Add(generation.Number, Sources);
    }

    /// <inheritdoc/>
    public IReadOnlyList<AddressSource> Sources =>
        feeds.IsEmpty ? generation.Describe() : [.. feeds.Describe(time.GetUtcNow()), .. generation.Describe()];

    /// <summary>True when feeds are configured, loaded or not.</summary>
    internal bool HasFeeds => !feeds.IsEmpty;

    /// <summary>Number of the data that answers now; each load makes a higher one.</summary>
    public int Generation => generation.Number;

    /// <summary>Loads the tables that ship.</summary>
    /// <param name="now">The age of the data is judged at this instant.</param>
    public static AddressLocator LoadEmbedded(DateTimeOffset now) => Load(new GeolocationOptions(), now);

    /// <summary>
    /// Loads the tables that ship, the operator's own files, and feeds as far as they are on this machine. A feed that
    /// cannot be used is left out and says so in <see cref="Sources"/>.
    /// </summary>
    /// <exception cref="InvalidDataException">A file cannot be used; the message names it and says why.</exception>
    public static AddressLocator Load(GeolocationOptions options, DateTimeOffset now, TimeProvider? time = null) =>
        new(options, time ?? TimeProvider.System, now);

    /// <summary>
    /// Reads the operator's own files again and judges the age of all data anew. When a file cannot be used the data
    /// in use stays.
    /// </summary>
    /// <exception cref="InvalidDataException">A file cannot be used; the message names it and says why.</exception>
    public void Reload(DateTimeOffset now)
    {
        lock (loading)
            Use(Build(generation.Number + 1, now));
    }

    /// <summary>Reads feeds whose files have changed and fetches those that are due; never fails.</summary>
    internal async Task RefreshFeedsAsync(FeedFetcher fetcher, DateTimeOffset now, CancellationToken cancellation)
    {
        var changed = feeds.LoadLocal(now);
        changed |= await feeds.FetchAsync(fetcher, now, cancellation);
        if (!changed && feeds.Staleness(now).SequenceEqual(staleFeeds))
            return;
        lock (loading)
            Use(generation.With(MergeFeeds(now), now));
    }

    /// <inheritdoc/>
    public Location Locate(IPAddress address) => generation.Locate(address);

    /// <inheritdoc/>
    public string? Fingerprint(int generation) => fingerprints.Of(generation);

    /// <inheritdoc/>
    public IReadOnlyList<AddressDataset> Datasets => fingerprints.All;

    /// <inheritdoc/>
    public bool IsListed(IPAddress address, string feed) => generation.IsListed(address, feed);

    /// <inheritdoc/>
    public IReadOnlyList<SourceAnswer> Explain(IPAddress address) => generation.Explain(address);

    // Described before it is used: a record may name it from its first answer on.
    private void Use(AddressGeneration next)
    {
        fingerprints.Add(next.Number, [.. feeds.Describe(time.GetUtcNow()), .. next.Describe()]);
        generation = next;
    }

    private AddressGeneration Build(int number, DateTimeOffset now)
    {
        var ownFiles = mmdbFiles.Select(options => MmdbSource.Load(options, now)).ToArray();
        var tables = AddressTables.Build(EmbeddedTables.Load(), now);
        return new AddressGeneration(number, tables, ownFiles, MergeFeeds(now), now);
    }

    private FeedTables? MergeFeeds(DateTimeOffset now)
    {
        staleFeeds = feeds.Staleness(now);
        return feeds.Merge(now);
    }
}
