using System.Security.Cryptography;

namespace Godwit.Control.Evidence.Bundles;

/// <summary>How public keys of evidence are named and written.</summary>
internal static class EvidenceKeys
{
    /// <summary>SHA-256 of the SubjectPublicKeyInfo, lower-case hex.</summary>
    public static string Fingerprint(ECDsa key) =>
        Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    /// <summary>The public key in PEM, with a line break at its end.</summary>
    public static string Pem(ECDsa key) => key.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <summary>Reads a public key in PEM; null when it is none on the curve P-256.</summary>
    public static ECDsa? Read(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
                return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // Not a key: told by the answer.
        }

        key.Dispose();
        return null;
    }
}
