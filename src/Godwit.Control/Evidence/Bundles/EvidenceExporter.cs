using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Godwit.Control.Evidence.Bundles;

/// <summary>Writes evidence as a signed bundle: a zip file, streamed, whatever its size.</summary>
internal sealed class EvidenceExporter(
    IEnumerable<IEvidenceSection> sections, EvidenceKeyStore keys, TimeProvider time)
{
    /// <summary>Writes the bundle; a bundle that breaks off has no seal and does not verify.</summary>
    public async Task WriteAsync(EvidenceScope scope, Stream output, CancellationToken cancellation)
    {
        using var key = await keys.OpenAsync(cancellation);
        await using var sealing = new SealedArchiveStream(output);
        await using (var archive = await ZipArchive.CreateAsync(
            sealing, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellation))
        {
            var files = new List<BundleFile>();
            foreach (var section in sections)
                files.Add(await WriteSectionAsync(archive, section, scope, cancellation));
            var manifest = Describe(scope, EvidenceKeys.Fingerprint(key), files);
            var summary = Encoding.UTF8.GetBytes(BundleSummary.Write(manifest, scope, sections));
            files.Add(new BundleFile
            {
                Name = BundleNames.Summary, Sha256 = Convert.ToHexStringLower(SHA256.HashData(summary)),
                Bytes = summary.Length,
            });
            var json = JsonSerializer.SerializeToUtf8Bytes(manifest, EvidenceJsonContext.Default.BundleManifest);
            var signature = Convert.ToBase64String(key.SignData(json, HashAlgorithmName.SHA256));
            await WriteFileAsync(archive, BundleNames.Summary, summary, cancellation);
            await WriteFileAsync(archive, BundleNames.Manifest, json, cancellation);
            await WriteFileAsync(archive, BundleNames.Signature, Encoding.ASCII.GetBytes(signature), cancellation);
            await WriteFileAsync(
                archive, BundleNames.PublicKey, Encoding.ASCII.GetBytes(EvidenceKeys.Pem(key)), cancellation);
        }

        await sealing.SealAsync(key, cancellation);
    }

    private BundleManifest Describe(EvidenceScope scope, string fingerprint, IReadOnlyList<BundleFile> files) => new()
    {
        Format = BundleNames.Format,
        Generator = $"godwit {typeof(EvidenceExporter).Assembly.GetName().Version?.ToString(3)}",
        Organization = scope.Organization,
        From = scope.From,
        To = scope.To,
        CreatedAt = time.GetUtcNow(),
        Algorithm = BundleNames.Algorithm,
        KeyFingerprint = fingerprint,
        Files = files,
    };

    private async Task<BundleFile> WriteSectionAsync(
        ZipArchive archive, IEvidenceSection section, EvidenceScope scope, CancellationToken cancellation)
    {
        var name = section.Name + BundleNames.LinesEnding;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var entry = await Entry(archive, name).OpenAsync(cancellation);
        var (head, lines, bytes) = (EvidenceLine.Genesis, 0L, 0L);
        await foreach (var item in section.ReadAsync(scope, cancellation))
        {
            (var line, head) = EvidenceLine.Write(head, item.Span);
            byte[] ended = [.. line, (byte)'\n'];
            hash.AppendData(ended);
            await entry.WriteAsync(ended, cancellation);
            lines++;
            bytes += ended.Length;
        }

        return new BundleFile
        {
            Name = name, Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()), Bytes = bytes, Lines = lines,
            ChainHead = head,
        };
    }

    private async Task WriteFileAsync(
        ZipArchive archive, string name, byte[] content, CancellationToken cancellation)
    {
        await using var entry = await Entry(archive, name).OpenAsync(cancellation);
        await entry.WriteAsync(content, cancellation);
    }

    private ZipArchiveEntry Entry(ZipArchive archive, string name)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = time.GetUtcNow();
        return entry;
    }
}
