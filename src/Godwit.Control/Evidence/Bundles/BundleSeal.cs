using System.Security.Cryptography;
using System.Text;

namespace Godwit.Control.Evidence.Bundles;

/// <summary>
/// The signature over the archive as a whole, in its comment, which is the last thing in a zip file: it covers what no
/// file of the archive does, such as names and times in the archive's own headers.
/// </summary>
internal static class BundleSeal
{
    private const string Prefix = "godwit-seal:";

    // A P-256 signature is two numbers of 32 bytes.
    private const int SignatureLength = 64;

    /// <summary>Bytes of the comment.</summary>
    public static int Length { get; } = Prefix.Length + (SignatureLength / 3 * 4) + 4;

    /// <summary>The comment for an archive whose other bytes, its length field included, have this hash.</summary>
    public static byte[] Write(ECDsa key, byte[] hash) =>
        Encoding.ASCII.GetBytes(Prefix + Convert.ToBase64String(key.SignHash(hash)));

    /// <summary>True when the archive ends with a seal of this key over everything before it.</summary>
    public static async Task<bool> IsIntactAsync(Stream archive, ECDsa key, CancellationToken cancellation)
    {
        if (archive.Length < Length)
            return false;
        archive.Position = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        for (var rest = archive.Length - Length; rest > 0;)
        {
            var read = await archive.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, rest)), cancellation);
            if (read == 0)
                return false;
            hash.AppendData(buffer.AsSpan(0, read));
            rest -= read;
        }

        var comment = new byte[Length];
        await archive.ReadExactlyAsync(comment, cancellation);
        var text = Encoding.ASCII.GetString(comment);
        var signature = new byte[SignatureLength];
        return text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[Prefix.Length..], signature, out var length)
            && length == SignatureLength
            // Base 64 leaves bits of its last digit unused: only the one way of writing is taken.
            && Convert.ToBase64String(signature) == text[Prefix.Length..]
            && key.VerifyHash(hash.GetHashAndReset(), signature);
    }
}
