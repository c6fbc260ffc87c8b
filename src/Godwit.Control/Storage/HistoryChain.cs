using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Godwit.Control.Storage;

/// <summary>Chains the rows of history by hash, so that a row that is changed, removed or put in is noticed.</summary>
internal static class HistoryChain
{
    /// <summary>What the first row has in place of the hash before it.</summary>
    public static string Genesis { get; } = new('0', 64);

    /// <summary>The row with its hash, which follows from every other member.</summary>
    public static HistoryRow Seal(HistoryRow row) => row with { Hash = Hash(row) };

    /// <summary>The first thing that is wrong with the rows, in words; null when nothing is.</summary>
    public static string? FindBreak(IEnumerable<HistoryRow> rows)
    {
        var (seq, hash) = (0L, Genesis);
        foreach (var row in rows)
        {
            if (row.Seq != seq + 1)
                return $"entry {seq + 1} is missing";
            if (row.PrevHash != hash)
                return $"entry {row.Seq} does not follow from the entry before it";
            if (Hash(row) != row.Hash)
                return $"entry {row.Seq} was changed after it was written";
            (seq, hash) = (row.Seq, row.Hash);
        }

        return null;
    }

    // Each field goes in with its length (-1 for none), so that no two rows have the same canonical bytes.
    private static string Hash(HistoryRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, row.Seq.ToString(CultureInfo.InvariantCulture));
        Append(hash, row.At);
        Append(hash, row.Actor);
        Append(hash, row.Action);
        Append(hash, row.Kind);
        Append(hash, row.Name);
        Append(hash, row.Version.ToString(CultureInfo.InvariantCulture));
        Append(hash, row.Before);
        Append(hash, row.After);
        Append(hash, row.PrevHash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string? field)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        var bytes = field is null ? [] : Encoding.UTF8.GetBytes(field);
        BinaryPrimitives.WriteInt32BigEndian(length, field is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
