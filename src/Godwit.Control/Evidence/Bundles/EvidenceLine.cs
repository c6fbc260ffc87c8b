using System.Security.Cryptography;
using System.Text;

namespace Godwit.Control.Evidence.Bundles;

/// <summary>
/// A line of a bundle's file: an item, chained to the line before. The form is fixed to the byte, so that no byte of a
/// line can be changed without notice:
/// <c>{"prev":"64 hex digits","hash":"64 hex digits","item":{…}}</c>.
/// </summary>
/// <remarks>The hash is SHA-256 over the digits of the hash before, a line feed, and the bytes of the item.</remarks>
internal static class EvidenceLine
{
    private const int HashLength = 64;

    /// <summary>What the first line has in place of the hash before it.</summary>
    public static string Genesis { get; } = new('0', HashLength);

    private static ReadOnlySpan<byte> BeforePrevious => "{\"prev\":\""u8;

    private static ReadOnlySpan<byte> BeforeHash => "\",\"hash\":\""u8;

    private static ReadOnlySpan<byte> BeforeItem => "\",\"item\":"u8;

    private static ReadOnlySpan<byte> End => "}"u8;

    /// <summary>The line, without its line feed, and its hash.</summary>
    public static (byte[] Line, string Hash) Write(string previous, ReadOnlySpan<byte> item)
    {
        var hash = Hash(previous, item);
        var line = new byte[PrefixLength + item.Length + End.Length];
        var rest = line.AsSpan();
        foreach (var part in new[]
        {
            BeforePrevious.ToArray(), Encoding.ASCII.GetBytes(previous), BeforeHash.ToArray(),
            Encoding.ASCII.GetBytes(hash), BeforeItem.ToArray(),
        })
        {
            part.CopyTo(rest);
            rest = rest[part.Length..];
        }

        item.CopyTo(rest);
        End.CopyTo(rest[item.Length..]);
        return (line, hash);
    }

    /// <summary>Takes a line apart; what is wrong with it in words, null when nothing is.</summary>
    /// <param name="line">The line, without its line feed.</param>
    /// <param name="previous">Hash of the line before.</param>
    /// <param name="hash">The hash the line claims, whatever is wrong; the one before when none can be read.</param>
    /// <param name="item">The item, empty when none can be read.</param>
    public static string? Read(ReadOnlySpan<byte> line, string previous, out string hash, out ReadOnlySpan<byte> item)
    {
        hash = previous;
        item = default;
        var afterPrevious = BeforePrevious.Length + HashLength;
        if (line.Length < PrefixLength + End.Length || !line.StartsWith(BeforePrevious)
            || !line[afterPrevious..].StartsWith(BeforeHash)
            || !line[(PrefixLength - BeforeItem.Length)..].StartsWith(BeforeItem) || !line.EndsWith(End))
            return "is not of the form of a chained line";
        var claimed = Encoding.ASCII.GetString(line.Slice(BeforePrevious.Length, HashLength));
        hash = Encoding.ASCII.GetString(line.Slice(afterPrevious + BeforeHash.Length, HashLength));
        item = line[PrefixLength..^End.Length];
        if (Hash(claimed, item) != hash)
            return "was changed after it was written";
        return claimed == previous ? null : "does not follow from the line before it";
    }

    private static int PrefixLength => BeforePrevious.Length + BeforeHash.Length + BeforeItem.Length + (2 * HashLength);

    private static string Hash(string previous, ReadOnlySpan<byte> item)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(previous));
        hash.AppendData("\n"u8);
        hash.AppendData(item);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
