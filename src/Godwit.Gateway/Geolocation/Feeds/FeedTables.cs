using Godwit.Gateway.Geolocation.Chain;
using Godwit.Gateway.Geolocation.Tables;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>A feed as far as the weighing of its word is concerned.</summary>
/// <param name="Options">What it is.</param>
/// <param name="Table">Its generation in use.</param>
/// <param name="IsStale">True when that is older than it may be.</param>
internal sealed record LoadedFeed(FeedOptions Options, FeedTable Table, bool IsStale)
{
    /// <summary>True when the operator of the network itself speaks.</summary>
    public bool IsOperators => Options.IsOperators;
}

/// <summary>One generation of all feeds, merged into one look-up for each family. Immutable.</summary>
internal sealed class FeedTables
{
    private readonly AddressTableV4 v4;
    private readonly AddressTableV6 v6;
    private readonly FeedVote[][] votesV4;
    private readonly FeedVote[][] votesV6;

    private FeedTables(
        (AddressTableV4, FeedVote[][]) v4, (AddressTableV6, FeedVote[][]) v6, IReadOnlyList<NetworkKind> coverage)
    {
        ((this.v4, votesV4), (this.v6, votesV6)) = (v4, v6);
        Coverage = coverage;
    }

    /// <summary>The kinds of network that are looked for: those of the feeds that are loaded.</summary>
    public IReadOnlyList<NetworkKind> Coverage { get; }

    /// <summary>Merges feeds.</summary>
    /// <param name="feeds">The feeds in order of precedence.</param>
    /// <param name="leaveOut">Told of a feed that does not fit, and why; the others are merged without it.</param>
    public static FeedTables Merge(IReadOnlyList<LoadedFeed> feeds, Action<LoadedFeed, string> leaveOut)
    {
        var (v4, v6) = (FeedMerger.Empty, FeedMerger.Empty);
        var kinds = NetworkKinds.Of(NetworkKind.Special);
        foreach (var feed in feeds)
        {
            try
            {
                (v4, v6) = (v4.With(feed, feed.Table.V4), v6.With(feed, feed.Table.V6));
                kinds = feed.Options.Kinds.Aggregate(kinds, (sum, kind) => sum.With(NetworkKinds.Of(kind)));
            }
            catch (InvalidDataException e)
            {
                leaveOut(feed, e.Message);
            }
        }

        var (builderV4, builderV6) = (new AddressTableV4.Builder(), new AddressTableV6.Builder());
        v4.Build(builderV4);
        v6.Build(builderV6);
        return new FeedTables(
            (builderV4.Build(), [.. v4.Combinations]), (builderV6.Build(), [.. v6.Combinations]), [.. kinds.All()]);
    }

    /// <summary>The number of the set of claims for an address that was unwrapped.</summary>
    public ushort Find(NumericAddress address) => address.IsV4
        ? v4.Find((uint)address.Bits)
        : v6.Find((ulong)(address.Bits >> 64), (ulong)address.Bits);

    /// <summary>The claims of such a set, in the feeds' order.</summary>
    public FeedVote[] Votes(NumericAddress address, ushort number) => (address.IsV4 ? votesV4 : votesV6)[number];
}
