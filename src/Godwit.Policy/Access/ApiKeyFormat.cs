using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Godwit.Policy.Access;

/// <summary>
/// The text of an API key: <c>gw-</c>, 256 random bits in base 62 (43 characters), a checksum (6 characters).
/// </summary>
/// <remarks>
/// The checksum is CRC-32C over everything before it. It is no secret: it tells a mistyped or foreign token from a key
/// before anything is hashed or looked up, and lets secret scanners recognise a leaked key without false alarms.
/// </remarks>
public static class ApiKeyFormat
{
    /// <summary>What every key begins with.</summary>
    public const string Prefix = "gw-";

    /// <summary>Number of random bytes in a key.</summary>
    public const int RandomSize = 32;

    /// <summary>Number of characters, and of UTF-8 bytes, of a key.</summary>
    public const int Length = ChecksumStart + ChecksumLength;

    // 62^43 > 2^256 and 62^6 > 2^32: the least numbers of characters that hold them.
    private const int BodyLength = 43;
    private const int ChecksumLength = 6;
    private const int ChecksumStart = 3 + BodyLength;

    private static readonly SearchValues<byte> Digits = SearchValues.Create(Alphabet);

    private static ReadOnlySpan<byte> Alphabet => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8;

    /// <summary>Writes the key for <see cref="RandomSize"/> random bytes.</summary>
    public static string Create(ReadOnlySpan<byte> random)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(random.Length, RandomSize);
        Span<byte> key = stackalloc byte[Length];
        "gw-"u8.CopyTo(key);
        Span<uint> limbs = stackalloc uint[RandomSize / sizeof(uint)];
        for (var i = 0; i < limbs.Length; i++)
            limbs[i] = BinaryPrimitives.ReadUInt32BigEndian(random[(i * sizeof(uint))..]);
        for (var at = ChecksumStart - 1; at >= Prefix.Length; at--)
            key[at] = Alphabet[DivideBy62(limbs)];
        WriteChecksum(key[..ChecksumStart], key[ChecksumStart..]);
        return Encoding.ASCII.GetString(key);
    }

    /// <summary>True when the UTF-8 bytes have the shape of a key, checksum included. Allocates nothing.</summary>
    public static bool TryValidate(ReadOnlySpan<byte> key)
    {
        if (key.Length != Length || !key.StartsWith("gw-"u8) || key[3..].ContainsAnyExcept(Digits))
            return false;
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        WriteChecksum(key[..ChecksumStart], checksum);
        return checksum.SequenceEqual(key[ChecksumStart..]);
    }

    /// <summary>The first characters, to tell keys apart in lists.</summary>
    public static string Hint(string key) => key[..(Prefix.Length + 5)];

    private static int DivideBy62(Span<uint> limbs)
    {
        ulong rest = 0;
        foreach (ref var limb in limbs)
        {
            var value = (rest << 32) | limb;
            limb = (uint)(value / 62);
            rest = value % 62;
        }

        return (int)rest;
    }

    private static void WriteChecksum(ReadOnlySpan<byte> text, Span<byte> checksum)
    {
        var crc = uint.MaxValue;
        foreach (var b in text)
            crc = BitOperations.Crc32C(crc, b);
        crc = ~crc;
        for (var at = checksum.Length - 1; at >= 0; at--, crc /= 62)
            checksum[at] = Alphabet[(int)(crc % 62)];
    }
}
