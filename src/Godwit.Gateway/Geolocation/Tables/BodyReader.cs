using System.Text;

namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>Reads the numbers and texts of a table's body, and refuses to run past its end.</summary>
internal struct BodyReader(byte[] body, int offset)
{
    public int Offset { get; private set; } = offset;

    /// <summary>
    /// The lower half of a number in groups of seven bits, the lowest first. Most fit the first group, nearly all the
    /// first nine.
    /// </summary>
    /// <param name="upper">The upper half.</param>
    public ulong ReadVarint(out ulong upper)
    {
        upper = 0;
        var low = 0ul;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var group = ReadByte();
            low |= (group & 0x7Ful) << shift;
            if (group < 0x80)
                return low;
        }

        // The tenth group reaches into the upper half, where all others are.
        for (var shift = -1; shift < 64; shift += 7)
        {
            var group = ReadByte();
            var bits = group & 0x7Ful;
            if (shift < 0)
                (low, upper) = (low | (bits << 63), bits >> 1);
            else
                upper |= bits << shift;
            if (group < 0x80)
                return low;
        }

        throw new InvalidDataException("A number in the table has no end.");
    }

    /// <summary>A number that 64 bits hold; a larger one reads as the largest of those.</summary>
    public ulong ReadNumber()
    {
        var number = ReadVarint(out var upper);
        return upper == 0 ? number : ulong.MaxValue;
    }

    /// <summary>A count or length that the rest of the body can hold.</summary>
    public int ReadCount()
    {
        var value = ReadNumber();
        return value <= (ulong)(body.Length - Offset)
            ? (int)value
            : throw new InvalidDataException("A count in the table is larger than the table.");
    }

    public string ReadText()
    {
        var length = ReadCount();
        var text = Encoding.ASCII.GetString(body, Offset, length);
        Offset += length;
        return text;
    }

    public byte ReadByte() => Offset < body.Length
        ? body[Offset++]
        : throw new InvalidDataException("The table ends in the middle of a number.");

    public void Skip(int count) => Offset += count;
}
