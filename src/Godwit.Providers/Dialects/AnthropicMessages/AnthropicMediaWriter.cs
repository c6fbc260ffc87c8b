using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Writes images and documents.</summary>
internal static class AnthropicMediaWriter
{
    /// <summary>The form of a document's source: base64, url, file or text; null for one the dialect has not.</summary>
    public static string? FormOf(MediaSource source) =>
        source.FileId is not null ? "file"
        : source.Url is not null ? "url"
        : source.Text is not null ? "text"
        : TypeOf(source) is var type && type == "application/pdf" ? "base64"
        : type is not null && (type.StartsWith("text/", StringComparison.Ordinal)
            || type is "application/json" or "application/xml") && Base64.IsValid(source.Base64.Span) ? "text"
        : null;

    public static void Write(AnthropicWriting writing, MediaPart media)
    {
        var json = writing.Json;
        if (media.Native is { } native && writing.Same)
        {
            json.WriteRaw(native);
            writing.TakeInside(media.Path);
            return;
        }

        var document = media.Kind == MediaKind.Document;
        json.WriteStartObject();
        json.WriteString("type"u8, document ? "document"u8 : "image"u8);
        WriteSource(writing, media);
        if (document)
        {
            if (media.Name is { } title)
            {
                json.WriteString("title"u8, title);
            }

            if (media.Context is { } about)
            {
                json.WriteString("context"u8, about);
            }

            if (media.CitationsWanted)
            {
                json.WriteStartObject("citations"u8);
                json.WriteBoolean("enabled"u8, true);
                writing.WriteRest(media.Path + ".citations");
                json.WriteEndObject();
            }
        }

        if (media.Detail is not (null or "auto"))
        {
            writing.Losses.Drop(media.Path, "Anthropic has no detail of images.");
        }

        writing.WriteCache(media.Cache);
        writing.WriteRest(media.Path);
        json.WriteEndObject();
    }

    private static void WriteSource(AnthropicWriting writing, MediaPart media)
    {
        var (json, source) = (writing.Json, media.Source);
        var form = media.Kind == MediaKind.Document ? FormOf(source)
            : source.FileId is not null ? "file" : source.Url is not null ? "url" : "base64";
        json.WriteStartObject("source"u8);
        json.WriteString("type"u8, form);
        switch (form)
        {
            case "file":
                json.WriteString("file_id"u8, source.FileId);
                break;
            case "url":
                json.WriteString("url"u8, source.Url);
                break;
            case "text":
                json.WriteString("media_type"u8, "text/plain"u8);
                json.WriteString("data"u8, source.Text ?? Decode(source.Base64));
                break;
            default:
                json.WriteString("media_type"u8, TypeOf(source) ?? "application/octet-stream");
                json.WriteString("data"u8, source.Base64.Span);
                break;
        }

        writing.WriteRest(media.Path + ".source");
        json.WriteEndObject();
    }

    /// <summary>The media type that was said, or that the first bytes tell.</summary>
    private static string? TypeOf(MediaSource source) => source.MediaType ?? source.Base64.Span switch
    {
        var bytes when bytes.StartsWith("iVBORw"u8) => "image/png",
        var bytes when bytes.StartsWith("/9j/"u8) => "image/jpeg",
        var bytes when bytes.StartsWith("R0lGOD"u8) => "image/gif",
        var bytes when bytes.StartsWith("UklGR"u8) => "image/webp",
        var bytes when bytes.StartsWith("JVBERi"u8) => "application/pdf",
        _ => null,
    };

    private static string? Decode(ReadOnlyMemory<byte> base64)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        return Base64.DecodeFromUtf8(base64.Span, bytes, out _, out var length) == OperationStatus.Done
            ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
