using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>
/// An address data file (<c>.gwt</c>): a line that names the format, the length of the header in four bytes, the
/// header as JSON, and the body, compressed with Brotli.
/// </summary>
/// <remarks>
/// The body: a count and the answers as length-prefixed text; then for IPv4 and for IPv6 a count of boundaries and
/// three columns, each with its length in front: by how many bits the distance to the boundary before is shifted (a
/// byte each), that distance (varint), and the answer from there on (varint, 0 for none). Columns of a kind compress
/// to about half of what rows do.
/// </remarks>
internal sealed class TableFile
{
    private static readonly DateTimeOffset EarliestEpoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly byte[] body;
    private readonly int v4Offset;

    private TableFile(TableHeader header, string sha256, byte[] body)
    {
        this.body = body;
        var reader = new BodyReader(body, 0);
        Description = new TableDescription(header, sha256, ReadAnswers(ref reader));
        v4Offset = reader.Offset;
    }

    /// <summary>What stays in memory of the file once it has been merged.</summary>
    public TableDescription Description { get; }

    /// <summary>The line a file begins with; the number is the version of the format.</summary>
    internal static ReadOnlySpan<byte> Magic => "Godwit territory table 1\n"u8;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file is not one of these, or is damaged.</exception>
    public static TableFile Read(byte[] file)
    {
        var rest = file.AsSpan();
        if (!rest.StartsWith(Magic) || rest.Length < Magic.Length + sizeof(int))
            throw new InvalidDataException("Not a Godwit territory table of a version that is known.");
        rest = rest[Magic.Length..];
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        rest = rest[sizeof(int)..];
        if (length <= 0 || length > rest.Length)
            throw new InvalidDataException("The header is longer than the file.");

        var header = ReadHeader(rest[..length]);
        var body = new byte[header.BodyLength];
        if (!BrotliDecoder.TryDecompress(rest[length..], body, out var written) || written != body.Length)
            throw new InvalidDataException($"The body of table '{header.Name}' is damaged.");
        return new TableFile(header, Convert.ToHexStringLower(SHA256.HashData(file)), body);
    }

    /// <summary>A cursor over the boundaries of a family.</summary>
    public BoundaryCursor OpenV4() => Open(v4Offset, uint.MaxValue, out _);

    /// <inheritdoc cref="OpenV4"/>
    public BoundaryCursor OpenV6()
    {
        Open(v4Offset, uint.MaxValue, out var end);
        return Open(end, UInt128.MaxValue, out _);
    }

    private TableCursor Open(int offset, UInt128 last, out int end) =>
        TableCursor.Open(body, offset, Description.Answers.Length, last, out end);

    // Member by member: the serializer would compile itself for this one type at every start.
    private static TableHeader ReadHeader(ReadOnlySpan<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray());
            var header = TableHeader.Read(document.RootElement);
            if (header is { BodyLength: > 0 and < 1 << 28 } && header.BuildEpoch > EarliestEpoch)
                return header;
        }
        catch (Exception e) when (
            e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("The header is not valid.", e);
        }

        throw new InvalidDataException("The header's values are out of range.");
    }

    private static TableAnswer[] ReadAnswers(ref BodyReader reader)
    {
        var answers = new TableAnswer[reader.ReadCount() + 1];
        if (answers.Length > ushort.MaxValue)
            throw new InvalidDataException("The table has more distinct answers than can be told apart.");
        for (var i = 1; i < answers.Length; i++)
            answers[i] = TableAnswer.From(reader.ReadText());
        return answers;
    }
}
