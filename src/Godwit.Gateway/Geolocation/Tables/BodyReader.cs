using System.Text;

namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>Reads the numbers and texts of a table's body, and refuses to run past its end.</summary>
internal struct BodyReader(byte[] body, int offset)
{
    public int Offset { get; private set; } = offset;

    /// <summary>A number in groups of seven bits, the lowest first.</summary>
    public UInt128 ReadVarint()
    {
        UInt128 value = 0;
        for (var shift = 0; shift < 128; shift += 7)
        {
            var group = ReadByte();
            value |= (UInt128)(group & 0x7Fu) << shift;
            if (group < 0x80)
                return value;
        }

        throw new InvalidDataException("A number in the table has no end.");
    }

    /// <summary>The same for the numbers that fit 64 bits, which nearly all do.</summary>
    public ulong ReadVarint64()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var group = ReadByte();
            value |= (group & 0x7Ful) << shift;
            if (group < 0x80)
                return value;
        }

        throw new InvalidDataException("A number in the table has no end.");
    }

    /// <summary>A count or length that the rest of the body can hold.</summary>
    public int ReadCount()
    {
        var value = ReadVarint64();
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
