using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Godwit.Gateway.State;

namespace Godwit.Gateway.ResponseState;

/// <summary>
/// A response as it lies in a segment: a head that can be read without a key, and the conversation, encrypted, since
/// files outlive the care that is taken of a running process.
/// </summary>
/// <remarks>
/// Head: magic, length of the body, kind, id, expiry. Body: nonce, tag, cipher text (AES-256-GCM) of four texts and
/// pieces, each with its length before it. The head is authenticated with the body.
/// </remarks>
internal sealed class ResponseFrame(GatewayOptions options)
{
    /// <summary>Bytes of the head.</summary>
    public const int HeadSize = 4 + 4 + 1 + 16 + 8;

    /// <summary>More than any conversation's turn has; a longer one is not kept.</summary>
    public const int MostBodyBytes = 64 * 1024 * 1024;

    private const uint Magic = 0x31525747;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] key = StateKey.Derive(options, "godwit stored responses"u8);

    /// <summary>Writes a response as a frame.</summary>
    public byte[] Write(StoredResponse response)
    {
        var texts = new[] { Encoding.UTF8.GetBytes(response.Organization), Encoding.UTF8.GetBytes(response.Project) };
        var size = texts[0].Length + texts[1].Length + response.Input.Length + response.Response.Length + (4 * 4) + 16;
        var frame = new byte[HeadSize + NonceSize + TagSize + size];
        WriteHead(frame, frame.Length - HeadSize, forgotten: false, response.Id, response.ExpiresAt);
        var body = frame.AsSpan(HeadSize);
        RandomNumberGenerator.Fill(body[..NonceSize]);
        var plain = body[(NonceSize + TagSize)..];
        (response.Previous ?? Guid.Empty).TryWriteBytes(plain);
        var at = 16;
        ReadOnlySpan<ReadOnlyMemory<byte>> pieces = [texts[0], texts[1], response.Input, response.Response];
        foreach (var piece in pieces)
        {
            BinaryPrimitives.WriteInt32LittleEndian(plain[at..], piece.Length);
            piece.Span.CopyTo(plain[(at + 4)..]);
            at += 4 + piece.Length;
        }

        using var cipher = new AesGcm(key, TagSize);
        cipher.Encrypt(
            body[..NonceSize], plain, plain, body.Slice(NonceSize, TagSize), frame.AsSpan(0, HeadSize));
        return frame;
    }

    /// <summary>The mark that a response was forgotten before its time.</summary>
    public static byte[] Forgotten(Guid id)
    {
        var frame = new byte[HeadSize];
        WriteHead(frame, 0, forgotten: true, id, DateTimeOffset.UnixEpoch);
        return frame;
    }

    /// <summary>Reads a head; false when there is none, as behind the last whole frame of a killed process.</summary>
    public static bool TryReadHead(ReadOnlySpan<byte> head, out ResponseHead read)
    {
        read = default;
        if (head.Length < HeadSize || BinaryPrimitives.ReadUInt32LittleEndian(head) != Magic)
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        if (length is < 0 or > MostBodyBytes)
            return false;
        read = new ResponseHead(
            new Guid(head.Slice(9, 16)), length, BinaryPrimitives.ReadInt64LittleEndian(head[25..]), head[8] == 2);
        return true;
    }

    /// <summary>Reads a whole frame; null when it was made with another key, or changed.</summary>
    public StoredResponse? Read(ReadOnlyMemory<byte> frame)
    {
        var body = frame.Span[Math.Min(HeadSize, frame.Length)..];
        if (!TryReadHead(frame.Span, out var head) || body.Length != head.Length
            || body.Length < NonceSize + TagSize + 16)
            return null;
        var plain = new byte[body.Length - NonceSize - TagSize];
        try
        {
            using var cipher = new AesGcm(key, TagSize);
            cipher.Decrypt(
                body[..NonceSize], body[(NonceSize + TagSize)..], body.Slice(NonceSize, TagSize), plain,
                frame.Span[..HeadSize]);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Read(head, plain);
    }

    private static StoredResponse Read(in ResponseHead head, byte[] plain)
    {
        var at = 16;
        var pieces = new ReadOnlyMemory<byte>[4];
        foreach (ref var piece in pieces.AsSpan())
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(plain.AsSpan(at));
            piece = plain.AsMemory(at + 4, length);
            at += 4 + length;
        }

        var previous = new Guid(plain.AsSpan(0, 16));
        return new StoredResponse(
            head.Id, Encoding.UTF8.GetString(pieces[0].Span), Encoding.UTF8.GetString(pieces[1].Span), head.ExpiresAt,
            previous == Guid.Empty ? null : previous, pieces[2], pieces[3]);
    }

    private static void WriteHead(Span<byte> frame, int length, bool forgotten, Guid id, DateTimeOffset expiresAt)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], length);
        frame[8] = forgotten ? (byte)2 : (byte)1;
        id.TryWriteBytes(frame[9..]);
        BinaryPrimitives.WriteInt64LittleEndian(frame[25..], expiresAt.ToUnixTimeSeconds());
    }
}

/// <summary>The head of a frame.</summary>
/// <param name="Id">The response.</param>
/// <param name="Length">Bytes behind the head.</param>
/// <param name="ExpiresAtSeconds">When it is forgotten, Unix seconds.</param>
/// <param name="Forgotten">The response was forgotten; nothing follows.</param>
internal readonly record struct ResponseHead(Guid Id, int Length, long ExpiresAtSeconds, bool Forgotten)
{
    public DateTimeOffset ExpiresAt => DateTimeOffset.FromUnixTimeSeconds(ExpiresAtSeconds);
}
