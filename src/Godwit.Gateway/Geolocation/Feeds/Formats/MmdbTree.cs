using Godwit.Gateway.Geolocation.Chain;

namespace Godwit.Gateway.Geolocation.Feeds.Formats;

/// <summary>
/// Walks the search tree of an MMDB file in order of address and gives the place of each network's record, so that a
/// record that a thousand networks share is decoded once.
/// </summary>
internal sealed class MmdbTree(byte[] file, bool isV6)
{
    // MaxMind-DB format, "Database Metadata": the map after the last occurrence of the marker.
    private static readonly byte[] Marker = [0xAB, 0xCD, 0xEF, .. "MaxMind.com"u8];

    // ::/96 is where IPv4 is kept; 2001::/32, 2002::/16 and ::ffff:0:0/96 lead there again.
    private static readonly UInt128[] Aliases =
        [(UInt128)0xFFFF << 32, (UInt128)0x2001_0000 << 96, (UInt128)0x2002 << 112];

    private readonly int bits = isV6 ? 128 : 32;
    private readonly int nodeCount = ReadNumber(file, "node_count"u8);
    private readonly int recordBits = ReadNumber(file, "record_size"u8);
    private int visited;

    /// <summary>Takes a network and the number of its record.</summary>
    public delegate void Visitor(FeedPrefix network, int record);

    /// <exception cref="InvalidDataException">The tree is damaged.</exception>
    public void Walk(Visitor visit)
    {
        if (recordBits is not (24 or 28 or 32) || nodeCount <= 0
            || (long)nodeCount * recordBits / 4 > file.Length)
            throw new InvalidDataException("its search tree is larger than the file");
        Walk(0, 0, 0, visit);
    }

    private void Walk(int node, UInt128 first, int depth, Visitor visit)
    {
        // Each node is on one way only, the aliases aside: what is met more often is a circle or a maze.
        if (++visited > nodeCount || depth >= bits)
            throw new InvalidDataException("its search tree leads back to itself");
        for (var side = 0; side < 2; side++)
        {
            var next = Child(node, side);
            var start = side == 0 ? first : first | (UInt128.One << (bits - depth - 1));
            if (next == nodeCount || IsAlias(start, depth + 1))
                continue;
            if (next < nodeCount)
                Walk(next, start, depth + 1, visit);
            else
                Visit(start, bits - depth - 1, next, visit);
        }
    }

    private void Visit(UInt128 first, int hostBits, int record, Visitor visit)
    {
        var isV4 = !isV6 || (first >> 32 == 0 && hostBits <= 32);
        visit(new FeedPrefix(first, hostBits, isV4), record);
    }

    private bool IsAlias(UInt128 start, int depth) => isV6 && depth switch
    {
        96 => start == Aliases[0],
        32 => start == Aliases[1],
        16 => start == Aliases[2],
        _ => false,
    };

    private int Child(int node, int side)
    {
        var bytes = file.AsSpan(node * (recordBits / 4), recordBits / 4);
        var value = (recordBits, side) switch
        {
            (24, _) => (uint)((bytes[side * 3] << 16) | (bytes[(side * 3) + 1] << 8) | bytes[(side * 3) + 2]),
            (28, 0) => (uint)(((bytes[3] & 0xF0) << 20) | (bytes[0] << 16) | (bytes[1] << 8) | bytes[2]),
            (28, _) => (uint)(((bytes[3] & 0x0F) << 24) | (bytes[4] << 16) | (bytes[5] << 8) | bytes[6]),
            _ => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes[(side * 4)..]),
        };
        return value <= int.MaxValue ? (int)value : throw new InvalidDataException("its search tree is damaged");
    }

    // The reader of the file keeps these two to itself. A text of the metadata is a control byte and the text, an
    // unsigned number is a control byte with its length and its bytes.
    private static int ReadNumber(byte[] file, ReadOnlySpan<byte> key)
    {
        var metadata = file.AsSpan(file.AsSpan().LastIndexOf(Marker) + Marker.Length);
        var place = metadata.IndexOf(key) + key.Length;
        var length = place < key.Length ? 0 : metadata[place] & 0x1F;
        if (length is 0 or > 4 || place + 1 + length > metadata.Length)
            throw new InvalidDataException("its metadata cannot be read");
        long value = 0;
        foreach (var part in metadata.Slice(place + 1, length))
            value = (value << 8) | part;
        return value <= int.MaxValue ? (int)value : throw new InvalidDataException("its metadata cannot be read");
    }

    /// <summary>The first address of a network, to ask the reader of the file about.</summary>
    public static System.Net.IPAddress AddressOf(FeedPrefix network) =>
        new NumericAddress(network.First, network.IsV4).ToIPAddress();
}
