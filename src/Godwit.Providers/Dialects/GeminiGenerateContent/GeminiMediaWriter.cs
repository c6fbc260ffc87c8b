using System.Text;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Writes images, sound, films and documents of a request.</summary>
internal static class GeminiMediaWriter
{
    /// <summary>Whether Gemini can get at it; the loss is noted where it can't.</summary>
    public static bool Sayable(MediaPart media, GeminiWriting writing)
    {
        var source = media.Source;
        if (source.FileId is not null && !writing.SameDialect)
        {
            writing.Losses.Drop(media.Path, "The file lies with another provider; send it as data.");
            return false;
        }

        if (source.Url is { } url && !writing.SameDialect && !Fetches(url))
        {
            writing.Losses.Drop(media.Path, "Gemini does not fetch from an address; send it as data.");
            return false;
        }

        return true;
    }

    /// <summary>Writes the members of the part.</summary>
    public static void Write(GeminiWriting writing, MediaPart media)
    {
        NoteLosses(writing, media);
        var json = writing.Json;
        var source = media.Source;
        var uri = source.FileId ?? source.Url;
        var kind = uri is null ? "inlineData" : "fileData";
        json.WriteStartObject(kind);
        if (TypeOf(writing, media) is { } type)
        {
            json.WriteString("mimeType"u8, type);
        }

        if (uri is not null)
        {
            json.WriteString("fileUri"u8, uri);
        }
        else if (source.Text is { } text)
        {
            json.WriteBase64String("data"u8, Encoding.UTF8.GetBytes(text));
        }
        else
        {
            json.WriteString("data"u8, source.Base64.Span);
        }

        if (writing.SameDialect && media.Name is { } name)
        {
            json.WriteString("displayName"u8, name);
        }

        writing.WriteExtras($"{GeminiWriting.Camel(media.Path)}.{kind}");
        json.WriteEndObject();
    }

    private static void NoteLosses(GeminiWriting writing, MediaPart media)
    {
        if (writing.SameDialect)
        {
            return;
        }

        if (media.Name is not null || media.Context is not null)
        {
            writing.Approximate(media.Path, "Sent without its name and what is told about it: Gemini takes neither.");
        }

        if (media.CitationsWanted)
        {
            writing.Approximate(media.Path, "Gemini does not cite documents of the request.");
        }

        if (media.Detail is not null and not "auto")
        {
            writing.Losses.Drop(media.Path + ".detail", "Gemini chooses the resolution itself.");
        }
    }

    private static string? TypeOf(GeminiWriting writing, MediaPart media)
    {
        if (media.Source.MediaType is { } type)
        {
            return type;
        }

        if (media.Source.Text is not null)
        {
            return "text/plain";
        }

        if (!media.Source.Base64.IsEmpty)
        {
            writing.Approximate(media.Path, "The media type is not said, and was guessed.");
        }

        return media.Source.Base64.IsEmpty ? null : media.Kind switch
        {
            MediaKind.Image => "image/png",
            MediaKind.Audio => "audio/wav",
            MediaKind.Video => "video/mp4",
            _ => "application/pdf",
        };
    }

    // What the provider itself holds, and YouTube, are read; other addresses are not.
    private static bool Fetches(string url) =>
        url.StartsWith("gs://", StringComparison.Ordinal)
        || url.StartsWith("https://generativelanguage.googleapis.com/", StringComparison.Ordinal)
        || url.StartsWith("https://www.youtube.com/watch", StringComparison.Ordinal)
        || url.StartsWith("https://youtu.be/", StringComparison.Ordinal);
}
