namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>
/// Walks several sources at once and gives each combination of their answers one number, so that a look-up asks all
/// of them with one search.
/// </summary>
internal static class AnswerMerger
{
    /// <summary>Sources that fit a combination: sixteen bits each.</summary>
    public const int MaxSources = 8;

    /// <summary>As many numbers as lie below the one that <see cref="AddressTableV6.Split"/> takes.</summary>
    private const int MaxCombinations = AddressTableV6.Split;

    /// <summary>Feeds a builder; returns the combinations by number.</summary>
    /// <exception cref="InvalidDataException">There are more sources or combinations than fit.</exception>
    public static UInt128[] Merge(IReadOnlyList<BoundaryCursor> cursors, ITableBuilder builder)
    {
        if (cursors.Count > MaxSources)
            throw new InvalidDataException($"At most {MaxSources} address tables can be merged.");
        var lanes = new Lane[cursors.Count];
        for (var i = 0; i < lanes.Length; i++)
            lanes[i] = new Lane(cursors[i], cursors[i].MoveNext(), i);

        var numbers = new CombinationNumbers(MaxCombinations);
        var (upperAnswers, lowerAnswers) = (0ul, 0ul);
        if (!TryFindNext(lanes, out var upper, out var lower) || upper != 0 || lower != 0)
            builder.Add(0, 0, 0);
        var last = -1;
        while (TryFindNext(lanes, out upper, out lower))
        {
            foreach (ref var lane in lanes.AsSpan())
                lane.Pass(upper, lower, ref upperAnswers, ref lowerAnswers);
            var number = numbers.Of(upperAnswers, lowerAnswers);
            if (number != last)
                builder.Add(upper, lower, number);
            last = number;
        }

        return numbers.ToArray();
    }

    private static bool TryFindNext(Lane[] lanes, out ulong upper, out ulong lower)
    {
        (upper, lower) = (ulong.MaxValue, ulong.MaxValue);
        var found = false;
        foreach (ref var lane in lanes.AsSpan())
        {
            if (!lane.Open || (found && !lane.IsBefore(upper, lower)))
                continue;
            (upper, lower) = (lane.Cursor.Upper, lane.Cursor.Lower);
            found = true;
        }

        return found;
    }

    private struct Lane(BoundaryCursor cursor, bool open, int place)
    {
        public readonly BoundaryCursor Cursor => cursor;

        public bool Open { get; private set; } = open;

        /// <summary>Takes over the source's answer at a boundary of its own; else leaves the combination.</summary>
        public void Pass(ulong upper, ulong lower, ref ulong upperAnswers, ref ulong lowerAnswers)
        {
            if (!Open || cursor.Lower != lower || cursor.Upper != upper)
                return;
            ref var answers = ref place < 4 ? ref lowerAnswers : ref upperAnswers;
            var shift = 16 * (place & 3);
            answers = (answers & ~((ulong)ushort.MaxValue << shift)) | ((ulong)cursor.Answer << shift);
            Open = cursor.MoveNext();
        }

        public readonly bool IsBefore(ulong upper, ulong lower) =>
            cursor.Upper < upper || (cursor.Upper == upper && cursor.Lower < lower);
    }
}
