using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Godwit.Providers.Credentials;

/// <summary>JSON Web Signature in compact form with HMAC SHA-256 (RFC 7515).</summary>
public static class JwtHs256
{
    public static string Compact(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> key)
    {
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }
}
