using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Godwit.Gateway.Geolocation.Tables;

namespace Godwit.TerritoryData;

/// <summary>Writes what <see cref="TableFile"/> reads.</summary>
internal static class TableWriter
{
    /// <summary>Writes a table; the header's counts and lengths are filled in.</summary>
    /// <param name="header">What the table says of itself.</param>
    /// <param name="answers">The distinct answers; boundaries refer to them from 1 on.</param>
    /// <param name="v4">Boundaries of IPv4.</param>
    /// <param name="v6">Boundaries of IPv6.</param>
    public static byte[] Write(
        TableHeader header, IReadOnlyList<string> answers, IReadOnlyList<Boundary> v4, IReadOnlyList<Boundary> v6)
    {
        var body = new MemoryStream();
        WriteVarint(body, (UInt128)answers.Count);
        foreach (var answer in answers)
        {
            WriteVarint(body, (UInt128)answer.Length);
            body.Write(Encoding.ASCII.GetBytes(answer));
        }

        WriteFamily(body, v4);
        WriteFamily(body, v6);
        header = header with
        {
            RangesV4 = v4.Count(b => b.Answer != 0),
            RangesV6 = v6.Count(b => b.Answer != 0),
            BodyLength = (int)body.Length,
        };
        return Assemble(header, Compress(body.GetBuffer().AsSpan(0, (int)body.Length)));
    }

    private static byte[] Assemble(TableHeader header, byte[] compressed)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(header, TableHeaderJsonContext.Default.TableHeader);
        var file = new MemoryStream();
        file.Write(TableFile.Magic);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, json.Length);
        file.Write(length);
        file.Write(json);
        file.Write(compressed);
        return file.ToArray();
    }

    private static void WriteFamily(MemoryStream body, IReadOnlyList<Boundary> boundaries)
    {
        var (shifts, distances, answers) = (new MemoryStream(), new MemoryStream(), new MemoryStream());
        UInt128 previous = 0;
        foreach (var boundary in boundaries)
        {
            var distance = boundary.Start - previous;
            var shift = distance == 0 ? 0 : (int)UInt128.TrailingZeroCount(distance);
            shifts.WriteByte((byte)shift);
            WriteVarint(distances, distance >> shift);
            WriteVarint(answers, boundary.Answer);
            previous = boundary.Start;
        }

        WriteVarint(body, (UInt128)boundaries.Count);
        foreach (var column in (MemoryStream[])[shifts, distances, answers])
        {
            WriteVarint(body, (UInt128)column.Length);
            column.WriteTo(body);
        }
    }

    private static void WriteVarint(MemoryStream stream, UInt128 value)
    {
        while (value >= 0x80)
        {
            stream.WriteByte((byte)((byte)value | 0x80));
            value >>= 7;
        }

        stream.WriteByte((byte)value);
    }

    private static byte[] Compress(ReadOnlySpan<byte> body)
    {
        var compressed = new byte[BrotliEncoder.GetMaxCompressedLength(body.Length)];
        if (!BrotliEncoder.TryCompress(body, compressed, out var written, quality: 11, window: 24))
            throw new InvalidOperationException("Brotli refused the body.");
        return compressed[..written];
    }
}
