using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Godwit.Control.Notices;

/// <summary>
/// Judges the certificates of mail servers and webhooks: by the machine's authorities, and by those given.
/// </summary>
internal sealed class TrustedRoots
{
    private readonly X509Certificate2Collection roots = [];

    public TrustedRoots(NoticeOptions options)
    {
        if (options.AuthorityFile is { } file && TryRead(file, out roots) is { } reason)
            throw new InvalidOperationException($"'{file}' {reason}");
    }

    /// <summary>Reads a PEM file; what is wrong with it, null when nothing is.</summary>
    public static string? TryRead(string file, out X509Certificate2Collection found)
    {
        found = [];
        try
        {
            found.ImportFromPemFile(file);
            return found.Count > 0 ? null : "holds no certificate";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"cannot be read: {e.Message}";
        }
    }

    /// <summary>True when the server is the one it says it is. A wrong name is never forgiven.</summary>
    public bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || roots.Count == 0
            || certificate is not X509Certificate2 server)
            return false;
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(roots);
        // Authorities of an organization's own often publish no list of what they revoked.
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (chain is not null)
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainElements.Select(element => element.Certificate).ToArray());
        return own.Build(server);
    }
}
