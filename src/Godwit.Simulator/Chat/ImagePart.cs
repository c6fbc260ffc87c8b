using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Chat;

/// <summary>What can be said of an image without looking at the picture.</summary>
/// <param name="Description">Media type, bytes and size of a data URL; the host of any other URL.</param>
/// <param name="IsDocument">It is a document or another file instead.</param>
internal sealed record ImagePart(string Description, bool IsDocument = false)
{
    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads an <c>image_url</c> part; its value is an object or, for some providers, a string.</summary>
    public static ImagePart? TryRead(JsonElement part)
    {
        if (RequestFields.Text(part, "type") != "image_url")
        {
            return null;
        }

        string? url = RequestFields.Text(part, "image_url")
            ?? RequestFields.Text(RequestFields.Object(part, "image_url"), "url");
        return url is null ? null : new ImagePart(Describe(url));
    }

    /// <summary>An image or document at an address, which may be a data URL.</summary>
    public static ImagePart AtUrl(string url, bool document = false) =>
        document
            ? new(Describe(url).Replace("an image", "a document", StringComparison.Ordinal), true)
            : new(Describe(url));

    /// <summary>An image or document that is given as base64.</summary>
    public static ImagePart OfData(string mediaType, string data, bool document = false) =>
        new(Describe($"data:{mediaType};base64,{data}"), document);

    private static string Describe(string url)
    {
        if (!url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return Uri.TryCreate(url, UriKind.Absolute, out Uri? address)
                ? $"an image at {address.Host}"
                : "an image whose address is not a URL";
        }

        int comma = url.IndexOf(',', StringComparison.Ordinal);
        string head = comma < 0 ? url[5..] : url[5..comma];
        string mediaType = head.Split(';')[0];
        bool base64 = head.EndsWith(";base64", StringComparison.Ordinal);
        byte[]? bytes = comma < 0 ? null : Decode(url.AsSpan(comma + 1), base64);
        if (bytes is null)
        {
            return $"{mediaType} whose data cannot be read";
        }

        string size = bytes.Length.ToString(CultureInfo.InvariantCulture);
        return PngSize(bytes) is { } png
            ? $"{mediaType}, {size} bytes, {png.Width} x {png.Height} pixels"
            : $"{mediaType}, {size} bytes";
    }

    private static byte[]? Decode(ReadOnlySpan<char> data, bool base64)
    {
        if (!base64)
        {
            return Encoding.UTF8.GetBytes(Uri.UnescapeDataString(data));
        }

        if (!Base64.IsValid(data, out int length))
        {
            return null;
        }

        byte[] bytes = new byte[length];
        return Convert.TryFromBase64Chars(data, bytes, out _) ? bytes : null;
    }

    // A PNG's first chunk is IHDR; its width and height are the eight bytes from offset 16.
    private static (uint Width, uint Height)? PngSize(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 24 && bytes.StartsWith(PngSignature)
            ? (BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]))
            : null;
}
