using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Journal;

/// <summary>What is kept of a client address: the network it lies in, and a keyed hash to recognise it again.</summary>
internal sealed class AddressPrivacy(GatewayOptions options)
{
    // 96 bits: no two callers of one installation share them by chance.
    private const int HashSize = 12;
    private const int KeySize = 32;
    private const int AddressSize = 16;

    // Keys of any length come down to one that fits.
    private readonly byte[] key = options.AddressHashKey.IsEmpty
        ? RandomNumberGenerator.GetBytes(KeySize)
        : SHA256.HashData(options.AddressHashKey.Span);

    private readonly SealedAddress? whole =
        options.AddressSealKey.IsEmpty ? null : new SealedAddress(options.AddressSealKey.Span);

    /// <summary>The whole address, encrypted; null for none, and where it is not to be kept.</summary>
    public string? Seal(IPAddress? address)
    {
        if (address is null || whole is null)
            return null;
        Span<byte> nonce = stackalloc byte[SealedAddress.NonceSize];
        RandomNumberGenerator.Fill(nonce);
        return whole.Seal(address, nonce);
    }

    /// <summary>What is kept of an address.</summary>
    /// <param name="address">The address; null for none.</param>
    /// <param name="known">What was kept of the one before; handed back when it is the same.</param>
    public KnownAddress Describe(IPAddress? address, KnownAddress known) =>
        address is not null && address.Equals(known.Address)
            ? known
            : new KnownAddress(address, Network(address), Hash(address));

    /// <summary>The /24 or /48 the address lies in; null for none.</summary>
    public string? Network(IPAddress? address)
    {
        if (address is null)
            return null;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        var kept = address.AddressFamily == AddressFamily.InterNetwork ? 3 : 6;
        bytes[kept..length].Clear();
        return $"{new IPAddress(bytes[..length])}/{kept * 8}";
    }

    /// <summary>Keyed hash of the whole address, lower-case hex; null for none.</summary>
    /// <remarks>
    /// SHA-256 over key and address. Both have fixed lengths, so that nothing can be appended, and one block is all
    /// there is to compute.
    /// </remarks>
    public string? Hash(IPAddress? address)
    {
        if (address is null)
            return null;
        Span<byte> bytes = stackalloc byte[KeySize + AddressSize];
        key.CopyTo(bytes);
        bytes[KeySize..].Clear();
        address.TryWriteBytes(bytes[KeySize..], out _);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return Convert.ToHexStringLower(hash[..HashSize]);
    }
}
