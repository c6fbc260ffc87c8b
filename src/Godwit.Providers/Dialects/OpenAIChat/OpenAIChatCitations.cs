using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Citations: OpenAI's annotations, and the lists that other providers put beside the choices.</summary>
internal static class OpenAIChatCitations
{
    /// <summary>Reads a list of annotations, of addresses, or of search results.</summary>
    public static List<Citation>? Read(JsonElement? list)
    {
        List<Citation>? citations = null;
        if (list is not { ValueKind: JsonValueKind.Array } items)
        {
            return null;
        }

        foreach (var item in items.EnumerateArray())
        {
            if (One(item) is { } citation)
            {
                (citations ??= []).Add(citation);
            }
        }

        return citations;
    }

    /// <summary>True for one that has a place in this dialect.</summary>
    public static bool HasPlace(Citation citation) => citation.Url is not null;

    /// <summary>Writes one as an annotation.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="citation">The citation.</param>
    /// <param name="start">Where the part begins in the answer's text, for one that does not say its own place.</param>
    /// <param name="length">The part's length.</param>
    public static void Write(Utf8JsonWriter json, Citation citation, int start, int length)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "url_citation"u8);
        json.WriteStartObject("url_citation"u8);
        json.WriteNumber("start_index"u8, citation.Start ?? start);
        json.WriteNumber("end_index"u8, citation.End ?? start + length);
        json.WriteString("url"u8, citation.Url);
        json.WriteString("title"u8, citation.Title ?? "");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static Citation? One(JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.String)
        {
            // xAI: bare addresses.
            return item.Text() is { Length: > 0 } address ? new Citation { Url = address } : null;
        }

        var so = item.At("url_citation"u8) ?? item;
        var url = so.TextAt("url"u8) ?? so.TextAt("link"u8);
        return url is null ? null : new Citation
        {
            Url = url,
            Title = so.TextAt("title"u8) is { Length: > 0 } title ? title : null,
            CitedText = so.TextAt("content"u8) is { Length: > 0 } text ? text : null,
            Start = Place(so, "start_index"u8),
            End = Place(so, "end_index"u8),
        };
    }

    private static int? Place(JsonElement item, ReadOnlySpan<byte> name) =>
        item.CountAt(name) is { } place and <= int.MaxValue ? (int)place : null;
}
