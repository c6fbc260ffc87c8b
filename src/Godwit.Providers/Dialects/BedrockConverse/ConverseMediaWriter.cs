using System.Text;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.BedrockConverse;

/// <summary>Writes images and documents, whose bytes must be in the request.</summary>
internal sealed class ConverseMediaWriter(Utf8JsonWriter json, LossReport losses)
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    public static bool CanWrite(MediaPart part) => part.Kind switch
    {
        MediaKind.Image => !part.Source.Base64.IsEmpty && ImageFormat(part.Source.MediaType) is not null,
        MediaKind.Document => part.Source.Text is not null
            || (!part.Source.Base64.IsEmpty && DocumentFormat(part.Source.MediaType) is not null),
        _ => false,
    };

    /// <summary>Why a piece can't be written.</summary>
    public static string WhyNot(MediaPart part) => part.Kind switch
    {
        MediaKind.Audio or MediaKind.Video => "Converse takes no such medium.",
        _ when part.Source.Url is not null => "The provider fetches nothing from the web: the bytes must be sent.",
        _ when part.Source.FileId is not null => "The file lies with another provider.",
        _ => $"The format {part.Source.MediaType ?? "is not named and"} is not taken.",
    };

    public void Write(MediaPart part)
    {
        var image = part.Kind == MediaKind.Image;
        json.WriteStartObject();
        json.WriteStartObject(image ? "image"u8 : "document"u8);
        json.WriteString("format"u8, image ? ImageFormat(part.Source.MediaType)
            : part.Source.Text is null ? DocumentFormat(part.Source.MediaType) : "txt");
        if (!image)
            json.WriteString("name"u8, NameOf(part));
        json.WriteStartObject("source"u8);
        if (part.Source.Text is { } text)
            json.WriteBase64String("bytes"u8, Encoding.UTF8.GetBytes(text));
        else
            json.WriteString("bytes"u8, part.Source.Base64.Span);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        if (part.Context is not null)
            losses.Drop($"{part.Path}.context", "A document is sent without words about it.");
        if (part.CitationsWanted)
            losses.Drop($"{part.Path}.citations", "Citations are not asked for here.");
    }

    /// <summary>A name of the characters that are taken, and another for each document.</summary>
    private string NameOf(MediaPart part)
    {
        var kept = new StringBuilder();
        foreach (var c in part.Name ?? "document")
            kept.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '(' or ')' or '[' or ']' ? c : ' ');
        var name = string.Join(' ', kept.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        name = name.Length switch { 0 => "document", > 100 => name[..100].TrimEnd(), _ => name };
        var unique = name;
        for (var i = 2; !names.Add(unique); i++)
            unique = $"{name} {i}";
        if (part.Name is not null && unique != part.Name)
            losses.Add(LossKind.Renamed, part.Path, "The document's name is brought into the form that is taken.");
        return unique;
    }

    private static string? ImageFormat(string? mediaType) => mediaType switch
    {
        "image/png" => "png",
        "image/jpeg" or "image/jpg" => "jpeg",
        "image/gif" => "gif",
        "image/webp" => "webp",
        _ => null,
    };

    private static string? DocumentFormat(string? mediaType) => mediaType switch
    {
        "application/pdf" => "pdf",
        "text/csv" => "csv",
        "text/html" => "html",
        "text/plain" => "txt",
        "text/markdown" => "md",
        "application/msword" => "doc",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.ms-excel" => "xls",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        _ => null,
    };
}
