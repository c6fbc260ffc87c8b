using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>Annotations of output text: what a passage rests on.</summary>
internal static class ResponsesAnnotations
{
    private const int Most = 1000;

    /// <summary>Reads a list of annotations; null when it is empty or none.</summary>
    public static List<Citation>? Read(JsonElement annotations)
    {
        if (annotations.ValueKind != JsonValueKind.Array || annotations.GetArrayLength() == 0)
        {
            return null;
        }

        var citations = new List<Citation>();
        foreach (var annotation in annotations.EnumerateArray())
        {
            if (citations.Count < Most && ReadOne(annotation) is { } citation)
            {
                citations.Add(citation);
            }
        }

        return citations;
    }

    /// <summary>Reads one annotation; null when it is none.</summary>
    public static Citation? ReadOne(JsonElement annotation) =>
        annotation.ValueKind != JsonValueKind.Object ? null : new()
    {
        Url = annotation.TextAt("url"u8),
        Title = annotation.TextAt("title"u8) ?? annotation.TextAt("filename"u8),
        Start = Place(annotation.CountAt("start_index"u8)),
        End = Place(annotation.CountAt("end_index"u8)),
        // Cloned, as the events of a stream outlive their bytes.
        Native = annotation.Clone(),
    };

    /// <summary>Writes one citation as an annotation.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="citation">The citation.</param>
    /// <param name="length">Characters of the text so far, where the citation does not say its end.</param>
    public static void Write(Utf8JsonWriter json, Citation citation, int length)
    {
        if (citation.Native is { } native && IsOwn(native))
        {
            native.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        if (citation.Url is { } url)
        {
            json.WriteString("type"u8, "url_citation"u8);
            json.WriteNumber("start_index"u8, citation.Start ?? 0);
            json.WriteNumber("end_index"u8, citation.End ?? length);
            json.WriteString("url"u8, url);
            json.WriteString("title"u8, citation.Title ?? url);
        }
        else
        {
            // A document of the request has no file id; its place among the documents stands for it.
            json.WriteString("type"u8, "file_citation"u8);
            json.WriteString("file_id"u8, $"document_{citation.DocumentIndex ?? 0}");
            json.WriteString("filename"u8, citation.Title ?? "");
            json.WriteNumber("index"u8, length);
        }

        json.WriteEndObject();
    }

    /// <summary>True for an annotation as this dialect writes it; Chat has the names in another form.</summary>
    public static bool IsOwn(JsonElement native) => native.TextAt("type"u8) switch
    {
        "url_citation" => native.TextAt("url"u8) is not null,
        "file_citation" or "container_file_citation" or "file_path" => native.TextAt("file_id"u8) is not null,
        _ => false,
    };

    private static int? Place(long? value) => value <= int.MaxValue ? (int?)value : null;
}
