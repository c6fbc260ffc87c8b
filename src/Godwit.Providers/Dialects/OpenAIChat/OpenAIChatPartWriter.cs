using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Writes the content of system and user messages.</summary>
internal sealed class OpenAIChatPartWriter(
    Utf8JsonWriter json, GenAIRequest request, ProviderContext context, OpenAIChatTraits traits)
{
    private bool Marks => traits.CacheControl || request.Dialect == Dialect.OpenAIChat;

    /// <summary>Writes a text, or a list of parts where there is more than one text.</summary>
    public void Write(List<Part> parts)
    {
        var sayable = parts.FindAll(Sayable);
        if (sayable.Count == 0 || sayable is [TextPart { Cache: null }])
        {
            json.WriteStringValue(sayable.Count == 0 ? "" : ((TextPart)sayable[0]).Text);
            return;
        }

        json.WriteStartArray();
        foreach (var part in sayable)
        {
            json.WriteStartObject();
            WritePart(part);
            WriteCache(json, part.Cache, Marks, context.Losses);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reports a cache mark in a place that can't have one.</summary>
    public void DropCache(Part part) => WriteCache(json, part.Cache, marks: false, context.Losses);

    /// <summary>Writes a mark of the prompt cache where there are such marks; else it is lost.</summary>
    public static void WriteCache(Utf8JsonWriter json, CacheMark? mark, bool marks, LossReport losses)
    {
        if (mark is null)
        {
            return;
        }

        if (!marks)
        {
            losses.Drop(mark.Path, "The provider has no marks of the prompt cache here.");
            return;
        }

        json.WriteStartObject("cache_control"u8);
        json.WriteString("type"u8, "ephemeral"u8);
        if (mark.Hour)
        {
            json.WriteString("ttl"u8, "1h"u8);
        }

        json.WriteEndObject();
    }

    private bool Sayable(Part part)
    {
        var reason = part switch
        {
            TextPart => null,
            MediaPart media => MediaReason(media),
            ForeignPart foreign => foreign.Dialect == request.Dialect && request.Dialect == Dialect.OpenAIChat
                ? null : "The dialect has nothing like it.",
            _ => "The dialect has nothing like it in this place.",
        };
        if (reason is not null)
        {
            context.Losses.Drop(part.Path, reason);
        }

        return reason is null;
    }

    private string? MediaReason(MediaPart media) => (media.Kind, media.Source) switch
    {
        (MediaKind.Image, { FileId: not null }) => "Images of a provider's file store can't be named in this dialect.",
        (MediaKind.Document, { Url: not null }) when request.Dialect != Dialect.OpenAIChat =>
            "The dialect takes no documents by URL.",
        (MediaKind.Video, { FileId: null }) when traits.VideoUrl || request.Dialect == Dialect.OpenAIChat => null,
        (MediaKind.Video, _) => "The provider takes no films.",
        (MediaKind.Audio, { FileId: not null }) => "Sound of a provider's file store can't be named in this dialect.",
        _ => null,
    };

    private void WritePart(Part part)
    {
        switch (part)
        {
            case TextPart text:
                WriteText(text.Text);
                break;
            case ForeignPart foreign:
                foreach (var member in foreign.Value.EnumerateObject())
                {
                    member.WriteTo(json);
                }

                break;
            case MediaPart media:
                WriteMedia(media);
                break;
        }
    }

    private void WriteText(string text)
    {
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, text);
    }

    private void WriteMedia(MediaPart media)
    {
        if (media.CitationsWanted)
        {
            context.Losses.Drop($"{media.Path}.citations", "The dialect has no citations of documents.");
        }

        if (media is { Context: not null, Source.Text: null })
        {
            context.Losses.Drop($"{media.Path}.context", "The dialect has nothing like it.");
        }

        switch (media.Kind)
        {
            case MediaKind.Image:
                json.WriteString("type"u8, "image_url"u8);
                WriteUrl("image_url"u8, media, "image/png");
                break;
            case MediaKind.Video:
                json.WriteString("type"u8, "video_url"u8);
                WriteUrl("video_url"u8, media, "video/mp4");
                break;
            case MediaKind.Audio:
                json.WriteString("type"u8, "input_audio"u8);
                WriteAudio(media);
                break;
            default:
                WriteDocument(media);
                break;
        }
    }

    private void WriteUrl(ReadOnlySpan<byte> name, MediaPart media, string usualType)
    {
        json.WriteStartObject(name);
        json.WritePropertyName("url"u8);
        DataUrls.Write(json, media.Source, usualType);
        if (media.Detail is { } detail)
        {
            json.WriteString("detail"u8, detail);
        }

        json.WriteEndObject();
    }

    private void WriteAudio(MediaPart media)
    {
        json.WriteStartObject("input_audio"u8);
        if (media.Source.Url is { } url)
        {
            json.WriteString("data"u8, url);
        }
        else
        {
            json.WritePropertyName("data"u8);
            json.WriteStringValue(media.Source.Base64.Span);
        }

        json.WriteString("format"u8, AudioFormats.Format(media.Source.MediaType));
        json.WriteEndObject();
    }

    private void WriteDocument(MediaPart media)
    {
        if (media.Source.Text is { } words)
        {
            context.Losses.Add(LossKind.Approximated, media.Path, "The document's text is sent as text.");
            var head = string.Join('\n', new[] { media.Name, media.Context }.Where(one => one is not null));
            WriteText(head.Length == 0 ? words : $"{head}\n\n{words}");
            return;
        }

        json.WriteString("type"u8, "file"u8);
        json.WriteStartObject("file"u8);
        if (media.Source.FileId is { } id)
        {
            json.WriteString("file_id"u8, id);
        }
        else if (media.Source.Url is { } url)
        {
            json.WriteString("file_url"u8, url);
        }
        else
        {
            if (request.Dialect != Dialect.OpenAIChat || media.Name is not null)
            {
                // OpenAI wants a name beside the data.
                json.WriteString("filename"u8, media.Name ?? "document.pdf");
            }

            json.WritePropertyName("file_data"u8);
            DataUrls.Write(json, media.Source, "application/pdf");
        }

        json.WriteEndObject();
    }
}
