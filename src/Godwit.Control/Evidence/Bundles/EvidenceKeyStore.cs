using System.Security.Cryptography;
using Godwit.Control.Secrets;
using Godwit.Control.Storage;

namespace Godwit.Control.Evidence.Bundles;

/// <summary>
/// The key that bundles are signed with: made on first use, kept sealed in the store, the same for all nodes that share
/// the data key.
/// </summary>
internal sealed class EvidenceKeyStore(SettingStore settings, SecretSealer sealer)
{
    private const string Setting = "evidence.key";
    private const string Purpose = "evidence-key";

    /// <summary>The key; whoever asks disposes of it.</summary>
    /// <exception cref="CryptographicException">It was sealed with another data key.</exception>
    public async Task<ECDsa> OpenAsync(CancellationToken cancellation)
    {
        var text = await settings.ReadAsync(Setting, cancellation);
        if (text is null)
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var encoded = Convert.ToBase64String(made.ExportPkcs8PrivateKey());
            await settings.AddAsync(Setting, sealer.Seal(encoded, Purpose), cancellation);
            // Another node may have been first: what is stored is what counts.
            text = await settings.ReadAsync(Setting, cancellation);
        }

        var open = sealer.Open(text!, Purpose) ?? throw new CryptographicException(
            "The key that signs evidence was sealed with another data key.");
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(open), out _);
        return key;
    }
}
