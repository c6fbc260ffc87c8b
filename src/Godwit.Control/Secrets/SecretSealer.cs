using System.Security.Cryptography;
using System.Text;

namespace Godwit.Control.Secrets;

/// <summary>Encrypts what must not lie about in clear, with AES-256-GCM and the installation's data key.</summary>
/// <remarks>
/// Sealed bytes are one byte of format, 12 of nonce, 16 of tag, then the cipher text. The purpose is authenticated, so
/// that what was sealed for one thing does not open as another.
/// </remarks>
internal sealed class SecretSealer
{
    /// <summary>
    /// Name of the environment variable that holds the data key in base 64, for all nodes of a cluster.
    /// </summary>
    public const string Variable = "GODWIT_DATA_KEY";

    public const string CredentialPurpose = "credential";

    private const byte Format = 1;
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeaderSize = 1 + NonceSize + TagSize;

    private readonly byte[] key;

    public SecretSealer(DataFolder folder, Func<string, string?> environment)
    {
        var text = environment(Variable) is { Length: > 0 } given
            ? given
            : DataFolder.ReadOrCreate(
                folder.DataKey, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize)));
        var bytes = new byte[KeySize];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length != KeySize)
            throw new InvalidOperationException($"{Variable} or {folder.DataKey}: 32 bytes in base 64 are expected.");
        key = bytes;
    }

    public string Seal(string text, string purpose) =>
        Convert.ToBase64String(Seal(Encoding.UTF8.GetBytes(text), purpose));

    /// <summary>
    /// The text that was sealed; null when it was sealed with another key, for another purpose, or changed.
    /// </summary>
    public string? Open(string sealedText, string purpose)
    {
        var bytes = new byte[sealedText.Length];
        return Convert.TryFromBase64String(sealedText, bytes, out var length)
            && Open(bytes.AsSpan(0, length), purpose) is { } open
            ? Encoding.UTF8.GetString(open)
            : null;
    }

    public byte[] Seal(ReadOnlySpan<byte> content, string purpose)
    {
        var output = new byte[HeaderSize + content.Length];
        output[0] = Format;
        var nonce = output.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagSize);
        cipher.Encrypt(
            nonce, content, output.AsSpan(HeaderSize), output.AsSpan(1 + NonceSize, TagSize),
            Encoding.UTF8.GetBytes(purpose));
        return output;
    }

    public byte[]? Open(ReadOnlySpan<byte> content, string purpose)
    {
        if (content.Length < HeaderSize || content[0] != Format)
            return null;
        var output = new byte[content.Length - HeaderSize];
        using var cipher = new AesGcm(key, TagSize);
        try
        {
            cipher.Decrypt(
                content.Slice(1, NonceSize), content[HeaderSize..], content.Slice(1 + NonceSize, TagSize), output,
                Encoding.UTF8.GetBytes(purpose));
            return output;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
