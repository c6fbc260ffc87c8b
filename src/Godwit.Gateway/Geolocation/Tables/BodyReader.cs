using System.Text;

namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>Reads the numbers and texts of a table's body, and refuses to run past its end.</summary>
internal struct BodyReader(byte[] body, int offset)
{
    public int Offset { get; private set; } = offset;

    /// <summary>
    /// A number in groups of seven bits, the lowest first. Most fit the first group, nearly all the first nine.
    /// </summary>
    public UInt128 ReadVarint()
    {
        var first = ReadByte();
        if (first < 0x80)
            return first;
        var low = first & 0x7Ful;
        for (var shift = 7; shift < 63; shift += 7)
        {
            var group = ReadByte();
            low |= (group & 0x7Ful) << shift;
            if (group < 0x80)
                return low;
        }

        UInt128 value = low;
        for (var shift = 63; shift < 128; shift += 7)
        {
            var group = ReadByte();
            value |= (UInt128)(group & 0x7Fu) << shift;
            if (group < 0x80)
                return value;
        }

        throw new InvalidDataException("A number in the table has no end.");
    }

    /// <summary>A count or length that the rest of the body can hold.</summary>
    public int ReadCount()
    {
        var value = ReadVarint();
        return value <= (UInt128)(body.Length - Offset)
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
