using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Godwit.Control.Tests.Notices.Mail;

/// <summary>An authority of one test's own, and the certificate it gave a server on this machine.</summary>
internal sealed class TestAuthority
{
    private TestAuthority(X509Certificate2 server) => Server = server;

    /// <summary>For localhost and 127.0.0.1, with its private key.</summary>
    public X509Certificate2 Server { get; }

    /// <summary>Writes <c>ca.pem</c>, <c>server.pem</c> and <c>server.key</c>.</summary>
    public static TestAuthority Create(TestFolder folder)
    {
        var (from, until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=Test authority", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = rootRequest.CreateSelfSigned(from, until);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(root, from, until, [1, 2, 3, 4]);
        folder.Write("ca.pem", root.ExportCertificatePem());
        folder.Write("server.pem", certificate.ExportCertificatePem());
        folder.Write("server.key", key.ExportPkcs8PrivateKeyPem());
        return new TestAuthority(certificate.CopyWithPrivateKey(key));
    }
}
