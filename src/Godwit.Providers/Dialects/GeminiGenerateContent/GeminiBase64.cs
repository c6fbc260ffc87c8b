using System.Buffers.Text;
using System.Text;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Base64 as Google's JSON allows it: either alphabet, with padding or without.</summary>
internal static class GeminiBase64
{
    /// <summary>The same in the usual alphabet with padding, as every other dialect wants it.</summary>
    public static ReadOnlyMemory<byte> Usual(ReadOnlyMemory<byte> text)
    {
        var usual = text.Length % 4 == 0 && !text.Span.ContainsAny((byte)'-', (byte)'_');
        if (usual)
        {
            return text;
        }

        var length = text.Span.TrimEnd((byte)'=').Length;
        var bytes = new byte[(length + 3) / 4 * 4];
        text.Span[..length].CopyTo(bytes);
        bytes.AsSpan(length).Fill((byte)'=');
        bytes.AsSpan().Replace((byte)'-', (byte)'+');
        bytes.AsSpan().Replace((byte)'_', (byte)'/');
        return bytes;
    }

    /// <summary>The bytes; null when the text is no base64.</summary>
    public static byte[]? TryDecode(string text)
    {
        var utf8 = Usual(Encoding.UTF8.GetBytes(text)).Span;
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(utf8.Length)];
        return Base64.DecodeFromUtf8(utf8, bytes, out _, out var length) == System.Buffers.OperationStatus.Done
            ? bytes[..length] : null;
    }
}
