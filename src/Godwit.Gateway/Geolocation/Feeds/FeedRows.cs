using System.Runtime.InteropServices;
using Godwit.Gateway.Geolocation.Chain;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>A prefix with the number of its claim.</summary>
internal readonly record struct FeedRange(UInt128 First, byte HostBits, ushort Claim)
{
    public UInt128 Last => HostBits == 128 ? UInt128.MaxValue : First | ((UInt128.One << HostBits) - 1);
}

/// <summary>Takes the rows of a feed while it is read, good and bad.</summary>
internal sealed class FeedRows
{
    /// <summary>How many bad rows are told of one by one.</summary>
    public const int MostProblems = 10;

    private readonly Dictionary<FeedClaim, ushort> numbers = new() { [default] = 0 };
    private readonly List<string> problems = [];

    public List<FeedRange> V4 { get; } = [];

    public List<FeedRange> V6 { get; } = [];

    /// <summary>Rows that were understood, also those that claim nothing.</summary>
    public int Good { get; private set; }

    public int Bad { get; private set; }

    /// <summary>What is wrong with the first bad rows.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>When the feed says that it was made; null when it does not say.</summary>
    public DateTimeOffset? BuildEpoch { get; set; }

    /// <summary>Counts a row that was understood.</summary>
    public void AddGood() => Good++;

    /// <summary>Counts a row that was not.</summary>
    public void AddBad(int line, string message)
    {
        Bad++;
        if (problems.Count < MostProblems)
            problems.Add($"line {line}: {message}");
    }

    /// <summary>Adds a prefix; one that claims nothing is left out.</summary>
    /// <exception cref="InvalidDataException">The feed makes more distinct claims than can be told apart.</exception>
    public void Add(FeedPrefix prefix, FeedClaim claim)
    {
        var number = Number(claim);
        if (number != 0)
            (prefix.IsV4 ? V4 : V6).Add(new FeedRange(prefix.First, (byte)prefix.HostBits, number));
    }

    /// <summary>Adds an inclusive range as the prefixes that it is made of.</summary>
    public void AddRange(NumericAddress first, UInt128 last, FeedClaim claim)
    {
        var at = first.Bits;
        var bits = first.IsV4 ? 32 : 128;
        while (true)
        {
            var hostBits = at == 0 ? bits : Math.Min(bits, (int)UInt128.TrailingZeroCount(at));
            while (hostBits > 0 && (hostBits == 128 || last - at < (UInt128.One << hostBits) - 1))
                hostBits--;
            Add(new FeedPrefix(at, hostBits, first.IsV4), claim);
            var end = at + ((UInt128.One << hostBits) - 1);
            if (end >= last)
                return;
            at = end + 1;
        }
    }

    /// <summary>The claims by number; 0 is none.</summary>
    public List<FeedClaim> Claims()
    {
        var claims = new List<FeedClaim>();
        CollectionsMarshal.SetCount(claims, numbers.Count);
        foreach (var (claim, number) in numbers)
            claims[number] = claim;
        return claims;
    }

    private ushort Number(FeedClaim claim)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, claim, out var exists);
        if (exists)
            return number;
        if (numbers.Count >= ushort.MaxValue)
            throw new InvalidDataException($"it makes more than {ushort.MaxValue - 1} distinct claims");
        return number = (ushort)(numbers.Count - 1);
    }
}
