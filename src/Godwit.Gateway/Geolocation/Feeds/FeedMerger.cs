using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Godwit.Gateway.Geolocation.Tables;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>What one feed says of an address.</summary>
internal readonly record struct FeedVote(LoadedFeed Feed, FeedClaim Claim);

/// <summary>
/// Lays feeds over one another, one after the other, so that a look-up asks all of them with one search. There may be
/// any number of feeds; what is limited is how many different sets of claims they make together.
/// </summary>
internal sealed class FeedMerger
{
    /// <summary>Numbers below the one that <see cref="AddressTableV6.Split"/> takes.</summary>
    private const int MaxCombinations = AddressTableV6.Split;

    private readonly UInt128[] starts;
    private readonly ushort[] answers;

    private FeedMerger(UInt128[] starts, ushort[] answers, List<FeedVote[]> combinations)
    {
        this.starts = starts;
        this.answers = answers;
        Combinations = combinations;
    }

    /// <summary>No feed at all.</summary>
    public static FeedMerger Empty { get; } = new([], [], [[]]);

    /// <summary>The sets of claims by number; 0 is the empty one.</summary>
    public List<FeedVote[]> Combinations { get; }

    /// <summary>The same with one more feed laid over.</summary>
    /// <exception cref="InvalidDataException">There are too many different sets of claims.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public FeedMerger With(LoadedFeed feed, FeedBoundaries boundaries)
    {
        if (boundaries.Count == 0)
            return this;
        var merged = new List<FeedVote[]>();
        var numbers = new Dictionary<(ushort Before, ushort Claim), ushort>();
        var newStarts = new GrowingColumn<UInt128>(starts.Length + boundaries.Count);
        var newAnswers = new GrowingColumn<ushort>(starts.Length + boundaries.Count);
        var cursor = boundaries.Open();
        var (place, open) = (0, cursor.MoveNext());
        (ushort before, ushort claim) = (0, 0);
        Number(feed, numbers, merged, (0, 0));
        ushort last = 0;
        while (open || place < starts.Length)
        {
            var isBefore = !open || (place < starts.Length && starts[place] <= cursor.Start);
            var start = isBefore ? starts[place] : cursor.Start;
            if (place < starts.Length && starts[place] == start)
                before = answers[place++];
            if (open && cursor.Start == start)
            {
                claim = cursor.Answer;
                open = cursor.MoveNext();
            }

            var number = Number(feed, numbers, merged, (before, claim));
            if (number == last)
                continue;
            newStarts.Add(start);
            newAnswers.Add(number);
            last = number;
        }

        return new FeedMerger(newStarts.ToArray(), newAnswers.ToArray(), merged);
    }

    /// <summary>Hands the boundaries to a table's builder.</summary>
    public void Build(ITableBuilder builder)
    {
        if (starts.Length == 0 || starts[0] != 0)
            builder.Add(0, 0, 0);
        for (var i = 0; i < starts.Length; i++)
            builder.Add((ulong)(starts[i] >> 64), (ulong)starts[i], answers[i]);
    }

    private ushort Number(
        LoadedFeed feed, Dictionary<(ushort Before, ushort Claim), ushort> numbers, List<FeedVote[]> merged,
        (ushort Before, ushort Claim) key)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, key, out var exists);
        if (exists)
            return number;
        if (merged.Count >= MaxCombinations)
            throw new InvalidDataException($"with the feeds before it there are over {MaxCombinations} sets of claims");
        number = (ushort)merged.Count;
        var votes = Combinations[key.Before];
        merged.Add(key.Claim == 0 ? votes : [.. votes, new FeedVote(feed, feed.Table.Claims[key.Claim])]);
        return number;
    }
}
