namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>A place where the answer changes.</summary>
/// <param name="Start">First address with the answer.</param>
/// <param name="Answer">Index of the answer, 0 for none.</param>
internal readonly record struct Boundary(UInt128 Start, ushort Answer);

/// <summary>An inclusive range with its answer.</summary>
internal readonly record struct AddressRange(UInt128 First, UInt128 Last, ushort Answer);

/// <summary>
/// Turns ranges, which may overlap, into boundaries: where ranges overlap the smallest one answers. A table built from
/// overlapping rows without this gives wrong answers in any look-up structure.
/// </summary>
internal static class RangeFlattener
{
    /// <summary>Flattens ranges of one family.</summary>
    /// <param name="ranges">The ranges in any order.</param>
    /// <param name="last">The family's last address.</param>
    /// <param name="disagreeing">How many ranges begin inside another one that answers differently.</param>
    public static List<Boundary> Flatten(IEnumerable<AddressRange> ranges, UInt128 last, out int disagreeing)
    {
        var sorted = ranges.OrderBy(r => r.First).ThenByDescending(r => r.Last).ToArray();
        var points = sorted.Select(r => r.First)
            .Concat(sorted.Where(r => r.Last < last).Select(r => r.Last + 1))
            .Distinct().Order();
        var open = new PriorityQueue<AddressRange, (UInt128 Size, int Order)>();
        var boundaries = new List<Boundary>();
        var next = 0;
        disagreeing = 0;
        foreach (var point in points)
        {
            CloseEnded(open, point);
            while (next < sorted.Length && sorted[next].First == point)
            {
                var range = sorted[next];
                if (open.Count > 0 && open.Peek().Answer != range.Answer)
                    disagreeing++;
                open.Enqueue(range, (range.Last - range.First, next++));
            }

            Append(boundaries, new Boundary(point, open.Count > 0 ? open.Peek().Answer : (ushort)0));
        }

        return boundaries;
    }

    private static void CloseEnded(PriorityQueue<AddressRange, (UInt128 Size, int Order)> open, UInt128 point)
    {
        while (open.Count > 0 && open.Peek().Last < point)
            open.Dequeue();
    }

    private static void Append(List<Boundary> boundaries, Boundary boundary)
    {
        if (boundaries.Count == 0 ? boundary.Answer != 0 : boundaries[^1].Answer != boundary.Answer)
            boundaries.Add(boundary);
    }
}
