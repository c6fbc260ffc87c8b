using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Godwit.Policy.Access;

namespace Godwit.Gateway.State;

/// <summary>
/// Makes and opens sealed ids. Who owns a thing and which provider holds it stand in its id, so that no request needs a
/// store to learn it, and any node with the same key can.
/// </summary>
/// <remarks>
/// Base 64 (URL) of one byte of format, 12 of nonce, 16 of tag, and the cipher text (AES-256-GCM). The nonce is a keyed
/// hash of what is sealed: the same thing always has the same id, as clients that list and compare ids expect, and two
/// things never share a nonce.
/// </remarks>
internal sealed class SealedIds(GatewayOptions options)
{
    private const byte Format = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeaderSize = 1 + NonceSize + TagSize;
    private const int FixedSize = 2 + sizeof(long);
    private const int MostPlainBytes = 1024;
    private const int MostChars = (HeaderSize + MostPlainBytes) / 3 * 4 + 4;

    private const byte HasRoute = 1;
    private const byte HasAccount = 2;
    private const byte HasBackground = 4;
    private const int GuidChars = 32;

    private static readonly string[] Prefixes =
        ["", "resp_", "file-", "batch_", "ftjob-", "gwr_", "upload_", "conv_"];

    private readonly byte[] sealKey = StateKey.Derive(options, "godwit sealed ids"u8);
    private readonly byte[] nonceKey = StateKey.Derive(options, "godwit sealed ids, nonce"u8);

    /// <summary>The id of a thing; null when the holder's own id is longer than any holder's is.</summary>
    public string? Seal(SealedId id)
    {
        Span<byte> output = stackalloc byte[HeaderSize + MostPlainBytes];
        var length = Write(id, output[HeaderSize..]);
        if (length < 0)
            return null;
        var plain = output.Slice(HeaderSize, length);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(nonceKey, plain, hash);
        output[0] = Format;
        hash[..NonceSize].CopyTo(output[1..]);
        using var cipher = new AesGcm(sealKey, TagSize);
        cipher.Encrypt(hash[..NonceSize], plain, plain, output.Slice(1 + NonceSize, TagSize));
        return Prefixes[(int)id.Purpose] + Base64Url.EncodeToString(output[..(HeaderSize + length)]);
    }

    /// <summary>
    /// What an id stands for; null when it is none of Godwit's, of another purpose or of another owner: all the same to
    /// who asks.
    /// </summary>
    public SealedId? Open(SealedIdPurpose purpose, ProjectRules owner, ReadOnlySpan<char> text)
    {
        var prefix = Prefixes[(int)purpose];
        if (text.Length is 0 or > MostChars || !text.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        text = text[prefix.Length..];
        Span<byte> input = stackalloc byte[HeaderSize + MostPlainBytes];
        if (!Base64Url.IsValid(text, out var decoded) || decoded > input.Length || decoded < HeaderSize + FixedSize
            || !Base64Url.TryDecodeFromChars(text, input, out _) || input[0] != Format)
            return null;
        Span<byte> plain = stackalloc byte[decoded - HeaderSize];
        using var cipher = new AesGcm(sealKey, TagSize);
        try
        {
            cipher.Decrypt(
                input.Slice(1, NonceSize), input[HeaderSize..decoded], input.Slice(1 + NonceSize, TagSize), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Read(plain) is { } id && id.Purpose == purpose
            && id.Organization == owner.Organization && id.Project == owner.Name ? id : null;
    }

    private static int Write(SealedId id, Span<byte> plain)
    {
        plain[0] = (byte)id.Purpose;
        var background = id.Background is { } made ? made.Request.ToString("N") + made.Model : "";
        plain[1] = (byte)((id.Route is null ? 0 : HasRoute) | (id.Account.Length > 0 ? HasAccount : 0)
            | (background.Length > 0 ? HasBackground : 0));
        BinaryPrimitives.WriteInt64LittleEndian(plain[2..], id.ExpiresAt?.ToUnixTimeSeconds() ?? long.MaxValue);
        var length = FixedSize;
        ReadOnlySpan<string> texts =
            [id.Organization, id.Project, id.Provider, id.Route ?? "", id.NativeId, id.Account, background];
        // With neither an account nor this an id is as it ever was: clients keep and compare them.
        foreach (var text in texts[..CountOf(plain[1])])
        {
            if (!Encoding.UTF8.TryGetBytes(text, plain[Math.Min(length + 2, plain.Length)..], out var written)
                || length + 2 > plain.Length)
                return -1;
            BinaryPrimitives.WriteUInt16LittleEndian(plain[length..], (ushort)written);
            length += 2 + written;
        }

        return length;
    }

    // Authenticated, so as it was written; the lengths are checked all the same.
    private static SealedId? Read(ReadOnlySpan<byte> plain)
    {
        Span<Range> parts = stackalloc Range[7];
        var position = FixedSize;
        var count = CountOf(plain[1]);
        foreach (ref var part in parts[..count])
        {
            var length = position + 2 > plain.Length ? plain.Length
                : BinaryPrimitives.ReadUInt16LittleEndian(plain[position..]);
            position += 2;
            if (position + length > plain.Length)
                return null;
            part = position..(position + length);
            position += length;
        }

        var expires = BinaryPrimitives.ReadInt64LittleEndian(plain[2..]);
        return new SealedId(
            (SealedIdPurpose)plain[0], Text(plain[parts[0]]), Text(plain[parts[1]]), Text(plain[parts[2]]),
            Text(plain[parts[4]]))
        {
            Route = (plain[1] & HasRoute) == 0 ? null : Text(plain[parts[3]]),
            Account = count > 5 ? Text(plain[parts[5]]) : "",
            Background = count > 6 ? BackgroundIn(Text(plain[parts[6]])) : null,
            ExpiresAt = expires == long.MaxValue ? null : DateTimeOffset.FromUnixTimeSeconds(expires),
        };
    }

    private static int CountOf(byte has) => (has & HasBackground) != 0 ? 7 : (has & HasAccount) != 0 ? 6 : 5;

    private static BackgroundResponse? BackgroundIn(string text) =>
        text.Length >= GuidChars && Guid.TryParseExact(text.AsSpan(0, GuidChars), "N", out var request)
            ? new BackgroundResponse(request, text[GuidChars..]) : null;

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
