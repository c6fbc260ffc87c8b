using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Godwit.Gateway.Journal;

/// <summary>What is kept of a client address: the network it lies in, and a keyed hash to recognise it again.</summary>
internal sealed class AddressPrivacy(GatewayOptions options)
{
    // 96 bits: no two callers of one installation share them by chance.
    private const int HashSize = 12;
    private readonly byte[] key = options.AddressHashKey.IsEmpty
        ? RandomNumberGenerator.GetBytes(32)
        : options.AddressHashKey.ToArray();

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
    public string? Hash(IPAddress? address)
    {
        if (address is null)
            return null;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, bytes[..length], hash);
        return Convert.ToHexStringLower(hash[..HashSize]);
    }
}
