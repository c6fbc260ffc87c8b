using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Godwit.Control.Evidence.Bundles;

namespace Godwit.Control.Evidence.Verification;

/// <summary>Checks a bundle with nothing but the bundle, and the key of whoever is to have signed it.</summary>
public static class BundleVerifier
{
    private const int MostManifestBytes = 4 * 1024 * 1024;

    /// <summary>Checks signature, checksums, chains and the archive itself; gathers all that is wrong.</summary>
    /// <param name="archive">The bundle; must be seekable.</param>
    /// <param name="keyPem">The public key it must be signed with; null for the one in the bundle.</param>
    /// <param name="fingerprint">What the fingerprint of the key must be; null for any.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<BundleVerification> VerifyAsync(
        Stream archive, string? keyPem, string? fingerprint, CancellationToken cancellation)
    {
        var check = new BundleCheck();
        try
        {
            using var zip = await ZipArchive.CreateAsync(
                archive, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8, cancellation);
            return await VerifyAsync(zip, archive, check, keyPem, fingerprint, cancellation);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException
            or ArgumentException)
        {
            check.Add("bundle", "is not a zip archive that can be read, or was changed");
            return new BundleVerification { Problems = check.Problems };
        }
    }

    private static async Task<BundleVerification> VerifyAsync(
        ZipArchive zip, Stream archive, BundleCheck check, string? keyPem, string? fingerprint,
        CancellationToken cancellation)
    {
        var manifestBytes = await ReadAsync(zip, BundleNames.Manifest, check, cancellation);
        var signature = await ReadAsync(zip, BundleNames.Signature, check, cancellation);
        var ownKey = await ReadAsync(zip, BundleNames.PublicKey, check, cancellation);
        using var key = EvidenceKeys.Read(keyPem ?? Encoding.UTF8.GetString(ownKey));
        if (key is null)
            check.Add(keyPem is null ? BundleNames.PublicKey : "key", "is not a public key on the curve P-256, in PEM");
        var found = key is null ? null : EvidenceKeys.Fingerprint(key);
        if (key is not null)
            CheckKey(key, found!, fingerprint, ownKey, check);
        if (key is null || !IsSigned(key, manifestBytes, signature))
            check.Add(BundleNames.Manifest, "is not what manifest.sig signs with this key: one of the two was changed");
        var manifest = Parse(manifestBytes);
        if (manifest is null)
            check.Add(BundleNames.Manifest, "cannot be read");
        else
            await CheckFilesAsync(zip, manifest, check, cancellation);
        if (key is not null && check.Problems.Count == 0
            && !await BundleSeal.IsIntactAsync(archive, key, cancellation))
            check.Add("bundle", "was changed outside of its files: its seal does not fit");
        return new BundleVerification
        {
            Problems = check.Problems, Manifest = manifest, KeyFingerprint = found,
            KeyWasGiven = keyPem is not null || fingerprint is not null,
        };
    }

    private static void CheckKey(ECDsa key, string found, string? wanted, byte[] ownKey, BundleCheck check)
    {
        if (wanted is not null && !wanted.Equals(found, StringComparison.OrdinalIgnoreCase))
            check.Add("key", $"has the fingerprint {found}, not the one that was asked for");
        if (!ownKey.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(EvidenceKeys.Pem(key))))
            check.Add(BundleNames.PublicKey, "is not the key that was asked for, or was changed");
    }

    private static bool IsSigned(ECDsa key, byte[] manifest, byte[] signature)
    {
        var text = Encoding.ASCII.GetString(signature);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            && Convert.ToBase64String(bytes.AsSpan(0, length)) == text
            && key.VerifyData(manifest, bytes.AsSpan(0, length), HashAlgorithmName.SHA256);
    }

    private static async Task CheckFilesAsync(
        ZipArchive zip, BundleManifest manifest, BundleCheck check, CancellationToken cancellation)
    {
        if (manifest.Format != BundleNames.Format)
        {
            check.Add(BundleNames.Manifest, $"is of form {manifest.Format}; this version reads {BundleNames.Format}");
            return;
        }

        string[] known =
            [BundleNames.Manifest, BundleNames.Signature, BundleNames.PublicKey, .. manifest.Files.Select(f => f.Name)];
        foreach (var stray in zip.Entries.Select(e => e.FullName).Except(known))
            check.Add(stray, "is not in the manifest");
        foreach (var twice in zip.Entries.GroupBy(e => e.FullName).Where(g => g.Count() > 1))
            check.Add(twice.Key, "is there more than once");
        foreach (var file in manifest.Files)
        {
            if (zip.GetEntry(file.Name) is { } entry)
                await FileCheck.RunAsync(entry, file, check, cancellation);
            else
                check.Add(file.Name, "is missing");
        }
    }

    private static async Task<byte[]> ReadAsync(
        ZipArchive zip, string name, BundleCheck check, CancellationToken cancellation)
    {
        if (zip.GetEntry(name) is not { } entry)
        {
            check.Add(name, "is missing");
            return [];
        }

        try
        {
            await using var stream = await entry.OpenAsync(cancellation);
            using var content = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
            {
                content.Write(buffer, 0, read);
                if (content.Length > MostManifestBytes)
                    throw new InvalidDataException("too large");
            }

            return content.ToArray();
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            check.Add(name, "cannot be unpacked");
            return [];
        }
    }

    private static BundleManifest? Parse(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, EvidenceJsonContext.Default.BundleManifest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
