using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Notices.Webhooks;

/// <summary>
/// Signs what a webhook gets, in the form of Standard Webhooks 1.0: HMAC-SHA256 over id, time and body.
/// </summary>
internal static class WebhookSignature
{
    // What stands behind it is base64; a secret without it is taken as it is.
    private const string SecretPrefix = "whsec_";

    /// <summary>Value of the header <c>webhook-signature</c>.</summary>
    public static string Create(Secret secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, KeyOf(secret.Reveal()));
        hash.AppendData(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hash.AppendData(body);
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }

    private static byte[] KeyOf(string secret)
    {
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
            return Encoding.UTF8.GetBytes(secret);
        var encoded = secret[SecretPrefix.Length..];
        var key = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, key, out var length)
            ? key[..length]
            : Encoding.UTF8.GetBytes(secret);
    }
}
