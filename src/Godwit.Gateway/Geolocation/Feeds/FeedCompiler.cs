using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Godwit.Gateway.Geolocation.Feeds.Formats;
using Godwit.Gateway.Geolocation.Tables;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>Turns a feed's rows, which may lie inside one another, into boundaries.</summary>
internal sealed class FeedCompiler
{
    private readonly List<FeedClaim> claims;
    private readonly Dictionary<FeedClaim, ushort> numbers = [];
    private readonly Dictionary<(ushort Wider, ushort Narrower), ushort> combined = [];

    private FeedCompiler(FeedRows rows)
    {
        claims = rows.Claims();
        for (var i = 0; i < claims.Count; i++)
            numbers[claims[i]] = (ushort)i;
    }

    /// <summary>Reads, checks and compiles a feed.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="dated">Its date where it does not say one itself.</param>
    /// <param name="rowsBefore">Rows of the generation in use; null when there is none.</param>
    /// <exception cref="InvalidDataException">It may not be used; the message goes on from its name.</exception>
    public static FeedTable Compile(FeedOptions options, byte[] content, DateTimeOffset dated, int? rowsBefore)
    {
        var rows = FeedReader.Read(options, content);
        FeedChecks.Check(options, rows, rowsBefore);
        var compiler = new FeedCompiler(rows);
        var (v4, v6) = (compiler.Flatten(rows.V4, uint.MaxValue), compiler.Flatten(rows.V6, UInt128.MaxValue));
        return new FeedTable
        {
            V4 = v4,
            V6 = v6,
            Claims = [.. compiler.claims],
            Rows = rows.Good,
            BadRows = rows.Bad,
            Problems = rows.Problems,
            BuildEpoch = rows.BuildEpoch ?? dated,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
        };
    }

    private FeedBoundaries Flatten(List<FeedRange> ranges, UInt128 last)
    {
        Sort(ranges);
        var isV4 = last == uint.MaxValue;
        var narrow = new GrowingColumn<uint>(isV4 ? 16 : 0);
        var wide = new GrowingColumn<UInt128>(isV4 ? 0 : 16);
        var answers = new GrowingColumn<ushort>(16);
        foreach (var (start, claim) in Sweep(ranges, last))
        {
            if (isV4)
                narrow.Add((uint)start);
            else
                wide.Add(start);
            answers.Add(claim);
        }

        return new FeedBoundaries(isV4 ? narrow.ToArray() : null, isV4 ? null : wide.ToArray(), answers.ToArray());
    }

    // Most feeds are sorted already, and a look costs less than a sort.
    private static void Sort(List<FeedRange> ranges)
    {
        var span = CollectionsMarshal.AsSpan(ranges);
        for (var i = 1; i < span.Length; i++)
        {
            if (Compare(span[i - 1], span[i]) > 0)
            {
                span.Sort(Compare);
                return;
            }
        }
    }

    // The wider before those inside; of equal ones the claim that was met first is the innermost, so that it wins.
    private static int Compare(FeedRange left, FeedRange right)
    {
        var order = left.First.CompareTo(right.First);
        if (order == 0)
            order = right.HostBits.CompareTo(left.HostBits);
        return order != 0 ? order : right.Claim.CompareTo(left.Claim);
    }

    private IEnumerable<Boundary> Sweep(List<FeedRange> ranges, UInt128 last)
    {
        var open = new Stack<(UInt128 Last, ushort Claim)>();
        var pending = new Boundary(0, 0);
        ushort emitted = 0;
        foreach (var range in ranges)
        {
            while (open.TryPeek(out var ended) && ended.Last < range.First)
            {
                open.Pop();
                if (TryMove(ref pending, new Boundary(ended.Last + 1, Top(open)), ref emitted, out var done))
                    yield return done;
            }

            var claim = Combine(Top(open), range.Claim);
            open.Push((range.Last, claim));
            if (TryMove(ref pending, new Boundary(range.First, claim), ref emitted, out var before))
                yield return before;
        }

        while (open.TryPop(out var ended) && ended.Last < last)
        {
            if (TryMove(ref pending, new Boundary(ended.Last + 1, Top(open)), ref emitted, out var done))
                yield return done;
        }

        if (pending.Answer != emitted)
            yield return pending;
    }

    /// <summary>
    /// Takes the next boundary; gives the one before it when it stands, that is when nothing else begins at its place
    /// and it changes the claim.
    /// </summary>
    private static bool TryMove(ref Boundary pending, Boundary next, ref ushort emitted, out Boundary done)
    {
        done = pending;
        pending = next;
        if (done.Start == next.Start || done.Answer == emitted)
            return false;
        emitted = done.Answer;
        return true;
    }

    private static ushort Top(Stack<(UInt128 Last, ushort Claim)> open) =>
        open.TryPeek(out var top) ? top.Claim : (ushort)0;

    private ushort Combine(ushort wider, ushort narrower)
    {
        if (wider == 0 || wider == narrower)
            return narrower;
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(combined, (wider, narrower), out var exists);
        if (exists)
            return number;
        var claim = claims[narrower].Inside(claims[wider]);
        if (!numbers.TryGetValue(claim, out number))
        {
            if (claims.Count >= ushort.MaxValue)
                throw new InvalidDataException($"it makes more than {ushort.MaxValue - 1} distinct claims");
            number = (ushort)claims.Count;
            numbers[claim] = number;
            claims.Add(claim);
        }

        return number;
    }
}
