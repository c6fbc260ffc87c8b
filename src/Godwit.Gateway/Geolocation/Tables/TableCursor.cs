namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>
/// Decodes the boundaries of one family while they are walked, so that no second copy of them is made.
/// </summary>
internal sealed class TableCursor : BoundaryCursor
{
    private BodyReader shifts;
    private BodyReader distances;
    private BodyReader answers;
    private readonly int answerCount;
    private readonly ulong lastUpper;
    private readonly ulong lastLower;
    private int left;

    private TableCursor(
        int count, int answerCount, UInt128 last, BodyReader shifts, BodyReader distances, BodyReader answers)
    {
        left = count;
        this.answerCount = answerCount;
        (lastUpper, lastLower) = ((ulong)(last >> 64), (ulong)last);
        this.shifts = shifts;
        this.distances = distances;
        this.answers = answers;
    }

    /// <summary>Opens the family that begins at an offset of a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="offset">Where the family begins.</param>
    /// <param name="answerCount">How many answers the table has, none included.</param>
    /// <param name="last">The family's last address.</param>
    /// <param name="end">Where it ends.</param>
    public static TableCursor Open(byte[] body, int offset, int answerCount, UInt128 last, out int end)
    {
        var reader = new BodyReader(body, offset);
        var count = reader.ReadCount();
        var columns = new BodyReader[3];
        for (var i = 0; i < columns.Length; i++)
        {
            var length = reader.ReadCount();
            columns[i] = new BodyReader(body, reader.Offset);
            reader.Skip(length);
        }

        end = reader.Offset;
        return new TableCursor(count, answerCount, last, columns[0], columns[1], columns[2]);
    }

    public override bool MoveNext()
    {
        if (left-- <= 0)
            return false;
        var shift = shifts.ReadByte();
        var distance = distances.ReadVarint(out var upperDistance);
        Shift(ref upperDistance, ref distance, shift);
        if (Exceeds(upperDistance, distance))
            throw new InvalidDataException("The table goes on past the last address.");
        var lower = Lower + distance;
        Upper += upperDistance + (lower < distance ? 1ul : 0);
        Lower = lower;
        var answer = answers.ReadNumber();
        if (answer >= (ulong)answerCount)
            throw new InvalidDataException("The table refers to an answer that it does not have.");
        Answer = (ushort)answer;
        return true;
    }

    // As 128-bit numbers are shifted: by the lowest seven bits of the count.
    private static void Shift(ref ulong upper, ref ulong lower, int by)
    {
        by &= 127;
        if (by >= 64)
            (upper, lower) = (lower << (by - 64), 0);
        else if (by > 0)
            (upper, lower) = ((upper << by) | (lower >> (64 - by)), lower << by);
    }

    private bool Exceeds(ulong upper, ulong lower)
    {
        var leftLower = lastLower - Lower;
        var leftUpper = lastUpper - Upper - (lastLower < Lower ? 1ul : 0);
        return upper > leftUpper || (upper == leftUpper && lower > leftLower);
    }
}
