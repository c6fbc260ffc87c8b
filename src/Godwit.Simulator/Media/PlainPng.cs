using System.Buffers.Binary;
using System.IO.Compression;

namespace Godwit.Simulator.Media;

/// <summary>Makes PNG pictures of one colour.</summary>
internal static class PlainPng
{
    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] Of(int width, int height, (byte Red, byte Green, byte Blue) colour)
    {
        using MemoryStream png = new();
        png.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = 2;
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "IDAT"u8, Pixels(width, height, colour));
        WriteChunk(png, "IEND"u8, default);
        return png.ToArray();
    }

    private static byte[] Pixels(int width, int height, (byte Red, byte Green, byte Blue) colour)
    {
        // Each row begins with the number of its filter, and none is used.
        byte[] row = new byte[1 + (width * 3)];
        for (int at = 1; at < row.Length; at += 3)
        {
            row[at] = colour.Red;
            row[at + 1] = colour.Green;
            row[at + 2] = colour.Blue;
        }

        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                zlib.Write(row);
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(type, data));
        png.Write(number);
    }

    // CRC-32 as PNG has it; the framework's own is in a package that nothing else here needs.
    private static uint Checksum(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) =>
        ~Update(Update(uint.MaxValue, type), data);

    private static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte one in bytes)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return crc;
    }
}
