using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Security;

namespace Godwit.Control.Notices.Mail;

/// <summary>A private key that messages are signed with, and the algorithm that goes with it.</summary>
/// <param name="Key">RSA or Ed25519.</param>
/// <param name="Algorithm">As in RFC 6376 and RFC 8463.</param>
internal sealed record DkimKey(AsymmetricKeyParameter Key, DkimSignatureAlgorithm Algorithm)
{
    // RFC 8301: verifiers need not accept less.
    private const int LeastRsaBits = 1024;

    /// <summary>Reads a PEM file; what is wrong with it, null when nothing is.</summary>
    public static string? TryRead(string file, out DkimKey? key)
    {
        key = null;
        try
        {
            using var reader = new StreamReader(file);
            using var pem = new PemReader(reader);
            var found = pem.ReadObject();
            var secret = found is AsymmetricCipherKeyPair pair ? pair.Private : found as AsymmetricKeyParameter;
            key = secret switch
            {
                RsaPrivateCrtKeyParameters rsa when rsa.Modulus.BitLength >= LeastRsaBits =>
                    new DkimKey(rsa, DkimSignatureAlgorithm.RsaSha256),
                Ed25519PrivateKeyParameters curve => new DkimKey(curve, DkimSignatureAlgorithm.Ed25519Sha256),
                _ => null,
            };
            return key is null ? "holds no private key that can sign" : null;
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or PemException or GeneralSecurityException)
        {
            return $"cannot be read: {e.Message}";
        }
    }
}
