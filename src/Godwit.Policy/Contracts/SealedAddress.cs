using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;

namespace Godwit.Policy.Contracts;

/// <summary>
/// A client address as it may lie in a record: AES-256-GCM under a key of the operator's, which no other part of Godwit
/// uses. Who has the records and not the key has no address.
/// </summary>
/// <remarks>
/// Base 64 (URL) of one byte of format, 12 of nonce, 16 of tag, and the cipher text: one byte that tells the family,
/// and 16 of address, so that the length does not tell it.
/// </remarks>
public sealed class SealedAddress
{
    /// <summary>Bytes of the nonce, which must be random.</summary>
    public const int NonceSize = 12;

    private const byte Format = 1;
    private const int TagSize = 16;
    private const int HeaderSize = 1 + NonceSize + TagSize;
    private const int AddressSize = 16;
    private const int PlainSize = 1 + AddressSize;

    private readonly byte[] key;

    /// <param name="secret">Any 16 bytes or more; a key is derived from them.</param>
    public SealedAddress(ReadOnlySpan<byte> secret)
    {
        key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, [], "godwit client address"u8);
    }

    /// <summary>Encrypts an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="nonce">Random bytes, never the same twice under one key.</param>
    public string Seal(IPAddress address, ReadOnlySpan<byte> nonce)
    {
        Span<byte> plain = stackalloc byte[PlainSize];
        plain.Clear();
        address.TryWriteBytes(plain[1..], out var length);
        plain[0] = (byte)length;
        Span<byte> output = stackalloc byte[HeaderSize + PlainSize];
        output[0] = Format;
        nonce.CopyTo(output.Slice(1, NonceSize));
        using var cipher = new AesGcm(key, TagSize);
        cipher.Encrypt(
            output.Slice(1, NonceSize), plain, output[HeaderSize..], output.Slice(1 + NonceSize, TagSize));
        return Base64Url.EncodeToString(output);
    }

    /// <summary>The address; null when it was sealed with another key, or changed.</summary>
    public IPAddress? Open(string text)
    {
        Span<byte> input = stackalloc byte[HeaderSize + PlainSize];
        if (!Base64Url.IsValid(text, out var decoded) || decoded != input.Length
            || !Base64Url.TryDecodeFromChars(text, input, out _) || input[0] != Format)
            return null;
        Span<byte> plain = stackalloc byte[PlainSize];
        using var cipher = new AesGcm(key, TagSize);
        try
        {
            cipher.Decrypt(
                input.Slice(1, NonceSize), input[HeaderSize..], input.Slice(1 + NonceSize, TagSize), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return plain[0] is 4 or AddressSize ? new IPAddress(plain.Slice(1, plain[0])) : null;
    }
}
