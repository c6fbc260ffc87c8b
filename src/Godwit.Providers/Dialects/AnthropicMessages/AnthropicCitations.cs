using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Citations in Anthropic's forms.</summary>
internal static class AnthropicCitations
{
    /// <summary>Reads one; valid as long as the element is.</summary>
    public static Citation Read(JsonElement citation) => new()
    {
        Url = citation.TextAt("url"u8),
        Title = citation.TextAt("document_title"u8) ?? citation.TextAt("title"u8),
        CitedText = citation.TextAt("cited_text"u8),
        DocumentIndex = Place(citation.CountAt("document_index"u8)),
        Start = Place(citation.CountAt("start_char_index"u8)),
        End = Place(citation.CountAt("end_char_index"u8)),
        Native = citation,
    };

    /// <summary>Reads those of a text; null without any.</summary>
    public static IReadOnlyList<Citation>? ReadAll(JsonElement text)
    {
        List<Citation>? all = null;
        foreach (var citation in text.ItemsAt("citations"u8))
        {
            (all ??= []).Add(Read(citation));
        }

        return all;
    }

    /// <summary>True when the dialect can say it: it has its own form, or a page of the web, or a document.</summary>
    public static bool CanSay(Citation citation, Dialect origin) =>
        (citation.Native is not null && origin == Dialect.AnthropicMessages)
        || citation.Url is not null || citation.DocumentIndex is not null;

    /// <summary>Writes one that <see cref="CanSay"/>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="citation">The citation.</param>
    /// <param name="origin">The dialect it was read from.</param>
    public static void Write(Utf8JsonWriter json, Citation citation, Dialect origin)
    {
        if (citation.Native is { } native && origin == Dialect.AnthropicMessages)
        {
            json.WriteRaw(native);
            return;
        }

        json.WriteStartObject();
        json.WriteString("cited_text"u8, citation.CitedText ?? "");
        if (citation.Url is { } url)
        {
            json.WriteString("type"u8, "web_search_result_location"u8);
            json.WriteString("url"u8, url);
            json.WriteString("title"u8, citation.Title);
            json.WriteString("encrypted_index"u8, ""u8);
        }
        else
        {
            json.WriteString("type"u8, "char_location"u8);
            json.WriteNumber("document_index"u8, citation.DocumentIndex ?? 0);
            json.WriteString("document_title"u8, citation.Title);
            json.WriteNumber("start_char_index"u8, citation.Start ?? 0);
            json.WriteNumber("end_char_index"u8, citation.End ?? 0);
            json.WriteNull("file_id"u8);
        }

        json.WriteEndObject();
    }

    private static int? Place(long? number) => number <= int.MaxValue ? (int?)number : null;
}
