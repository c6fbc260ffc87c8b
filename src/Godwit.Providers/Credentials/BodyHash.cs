using System.Security.Cryptography;

namespace Godwit.Providers.Credentials;

/// <summary>SHA-256 over a body that lies in pieces, without putting them together.</summary>
public static class BodyHash
{
    /// <summary>Hash of no bytes at all, for schemes that do not sign the body.</summary>
    public const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>The hash as lower-case hex.</summary>
    public static string Of(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < pieces.Count; i++)
            hash.AppendData(pieces[i].Span);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest);
    }
}
