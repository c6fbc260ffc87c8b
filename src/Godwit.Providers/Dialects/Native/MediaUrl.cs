using System.Buffers;
using System.Text;
using System.Text.Json;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.Native;

/// <summary>A piece of media as a URL: its own, or one that holds its bytes.</summary>
internal static class MediaUrl
{
    /// <summary>Why an image can't be given as a URL; null when it can.</summary>
    public static string? WhyNotImage(MediaPart media) =>
        media.Kind != MediaKind.Image ? "Only images are taken."
        : media.Source.FileId is not null ? "The file lies with another provider."
        : media.Source.Url is null && media.Source.Base64.IsEmpty ? "There is nothing in it." : null;

    /// <summary>Writes the URL as a value.</summary>
    public static void Write(Utf8JsonWriter json, MediaSource source)
    {
        if (source.Url is { } url)
        {
            json.WriteStringValue(url);
            return;
        }

        var prefix = Encoding.UTF8.GetBytes($"data:{source.MediaType ?? "image/png"};base64,");
        var length = prefix.Length + source.Base64.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            prefix.CopyTo(buffer, 0);
            source.Base64.Span.CopyTo(buffer.AsSpan(prefix.Length));
            json.WriteStringValue(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
