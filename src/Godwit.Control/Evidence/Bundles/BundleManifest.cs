namespace Godwit.Control.Evidence.Bundles;

/// <summary>What a bundle holds; its bytes are what is signed.</summary>
public sealed record BundleManifest
{
    /// <summary>Version of the bundle's form.</summary>
    public required int Format { get; init; }

    /// <summary>What wrote it, with its version.</summary>
    public required string Generator { get; init; }

    public required string Organization { get; init; }

    /// <summary>First instant of the period, inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the period, exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How it is signed: <c>ecdsa-p256-sha256</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>SHA-256 of the public key's SubjectPublicKeyInfo, lower-case hex.</summary>
    public required string KeyFingerprint { get; init; }

    /// <summary>Every file but the manifest, its signature and the key.</summary>
    public required IReadOnlyList<BundleFile> Files { get; init; }
}

/// <summary>A file of a bundle.</summary>
public sealed record BundleFile
{
    public required string Name { get; init; }

    public required string Sha256 { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Lines of a chained file; null for other files.</summary>
    public long? Lines { get; init; }

    /// <summary>Hash of the last line of a chained file; 64 zeros for an empty one.</summary>
    public string? ChainHead { get; init; }
}
