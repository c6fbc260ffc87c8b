using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>Writes parts of a message or of a tool's result.</summary>
internal static class ResponsesPartWriter
{
    private const Dialect Own = Dialect.OpenAIResponses;

    /// <summary>Writes one part.</summary>
    public static void Write(Utf8JsonWriter json, Role role, Part part, LossReport losses, ResponsesExtras extras)
    {
        switch (part)
        {
            case TextPart text:
                WriteText(json, role, text, extras);
                break;
            case RefusalPart refusal:
                json.WriteStartObject();
                json.WriteString("type"u8, "refusal"u8);
                json.WriteString("refusal"u8, refusal.Text);
                extras.Write(json, part.Path);
                json.WriteEndObject();
                break;
            case MediaPart media when role == Role.Assistant:
                losses.Drop(media.Path, "Responses takes back no media that the model made.");
                break;
            case MediaPart media:
                WriteMedia(json, media, losses, extras);
                break;
            case ForeignPart { Dialect: Own } own:
                own.Value.WriteTo(json);
                break;
            case ForeignPart foreign:
                losses.Drop(foreign.Path, $"Responses has nothing like '{foreign.Type}'.");
                break;
            default:
                losses.Drop(part.Path, "Responses has nothing like it here.");
                break;
        }
    }

    /// <summary>Writes the words of a reasoning item: as its summary, or as its content.</summary>
    public static void WriteWords(Utf8JsonWriter json, ReasoningPart reasoning)
    {
        var any = reasoning.Text.Length > 0;
        json.WriteStartArray("summary"u8);
        if (any && reasoning.IsSummary)
        {
            WriteWord(json, "summary_text"u8, reasoning.Text);
        }

        json.WriteEndArray();
        if (any && !reasoning.IsSummary)
        {
            json.WriteStartArray("content"u8);
            WriteWord(json, "reasoning_text"u8, reasoning.Text);
            json.WriteEndArray();
        }
    }

    private static void WriteWord(Utf8JsonWriter json, ReadOnlySpan<byte> type, string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, Role role, TextPart text, ResponsesExtras extras)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, role == Role.Assistant ? "output_text" : "input_text");
        json.WriteString("text"u8, text.Text);
        if (role == Role.Assistant)
        {
            json.WriteStartArray("annotations"u8);
            foreach (var citation in text.Citations ?? [])
            {
                // Of another dialect's only those of the web: the others name documents that are not here.
                if (citation.Url is not null || (citation.Native is { } native && ResponsesAnnotations.IsOwn(native)))
                {
                    ResponsesAnnotations.Write(json, citation, text.Text.Length);
                }
            }

            json.WriteEndArray();
        }

        extras.Write(json, text.Path);
        json.WriteEndObject();
    }

    private static void WriteMedia(Utf8JsonWriter json, MediaPart media, LossReport losses, ResponsesExtras extras)
    {
        if (media.CitationsWanted)
        {
            losses.Drop($"{media.Path}.citations", "Responses does not cite documents of a request.");
        }

        if (media.Context is not null)
        {
            losses.Drop($"{media.Path}.context", "Responses has nothing like it.");
        }

        if (media.Kind == MediaKind.Video)
        {
            losses.Drop(media.Path, "Responses takes no films.");
            return;
        }

        json.WriteStartObject();
        switch (media.Kind)
        {
            case MediaKind.Image:
                json.WriteString("type"u8, "input_image"u8);
                WriteSource(json, media.Source, "image_url"u8, "image_url"u8, "image/png");
                if (media.Detail is { } detail)
                {
                    json.WriteString("detail"u8, detail);
                }

                break;
            case MediaKind.Audio:
                json.WriteString("type"u8, "input_audio"u8);
                json.WriteStartObject("input_audio"u8);
                json.WriteString("data"u8, media.Source.Base64.Span);
                json.WriteString("format"u8, media.Source.MediaType?.Split('/')[^1] is "mpeg" or "mp3" ? "mp3" : "wav");
                json.WriteEndObject();
                break;
            default:
                WriteDocument(json, media, losses);
                break;
        }

        extras.Write(json, media.Path);
        json.WriteEndObject();
    }

    private static void WriteDocument(Utf8JsonWriter json, MediaPart media, LossReport losses)
    {
        if (media.Source.Text is { } text)
        {
            losses.Add(LossKind.Approximated, media.Path, "The document's text was sent as text.");
            json.WriteString("type"u8, "input_text"u8);
            json.WriteString("text"u8, media.Name is { } title ? $"{title}\n\n{text}" : text);
            return;
        }

        json.WriteString("type"u8, "input_file"u8);
        WriteSource(json, media.Source, "file_url"u8, "file_data"u8, "application/pdf");
        if (media.Name is { } name)
        {
            json.WriteString("filename"u8, name);
        }
        else if (!media.Source.Base64.IsEmpty)
        {
            // Data without a name is refused.
            json.WriteString("filename"u8, "document.pdf"u8);
        }
    }

    private static void WriteSource(
        Utf8JsonWriter json, MediaSource source, ReadOnlySpan<byte> url, ReadOnlySpan<byte> data, string type)
    {
        if (!source.Base64.IsEmpty)
        {
            MediaData.Write(json, data, source, type);
        }
        else if (source.Url is { } address)
        {
            json.WriteString(url, address);
        }
        else
        {
            json.WriteString("file_id"u8, source.FileId);
        }
    }
}
