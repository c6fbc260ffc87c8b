using System.Runtime.CompilerServices;

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
    private readonly UInt128 last;
    private int left;

    private TableCursor(
        int count, int answerCount, UInt128 last, BodyReader shifts, BodyReader distances, BodyReader answers)
    {
        left = count;
        this.answerCount = answerCount;
        this.last = last;
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool MoveNext()
    {
        if (left-- <= 0)
            return false;
        var shift = shifts.ReadByte();
        var distance = distances.ReadVarint() << shift;
        if (distance > last - Start)
            throw new InvalidDataException("The table goes on past the last address.");
        Start += distance;
        var answer = answers.ReadVarint();
        if (answer >= (UInt128)answerCount)
            throw new InvalidDataException("The table refers to an answer that it does not have.");
        Answer = (ushort)answer;
        return true;
    }
}
