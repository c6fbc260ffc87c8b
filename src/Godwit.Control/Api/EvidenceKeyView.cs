namespace Godwit.Control.Api;

/// <summary>The public key that evidence is signed with.</summary>
public sealed record EvidenceKeyView
{
    /// <summary><c>ecdsa-p256-sha256</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>SHA-256 of the key's SubjectPublicKeyInfo, lower-case hex: what a verifier pins.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The key in PEM.</summary>
    public required string PublicKey { get; init; }
}
