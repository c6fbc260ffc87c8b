using System.Text;
using System.Text.Json;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// Gathers the citations of an answer and writes them as <c>groundingMetadata</c>. Places are counted in bytes of
/// UTF-8.
/// </summary>
internal sealed class GeminiGroundingWriter
{
    private readonly List<(Citation Citation, int PartStart, int PartEnd)> cited = [];
    private readonly StringBuilder text = new();
    private int partStart;

    /// <summary>A text part begins.</summary>
    public void BeginText() => partStart = text.Length;

    /// <summary>More of the answer's words.</summary>
    public void AddText(string words) => text.Append(words);

    /// <summary>A citation of the text part that is open.</summary>
    public void Add(Citation citation) => cited.Add((citation, partStart, -1));

    /// <summary>The text part ends.</summary>
    public void EndText()
    {
        for (var i = cited.Count - 1; i >= 0 && cited[i].PartEnd < 0; i--)
        {
            cited[i] = cited[i] with { PartEnd = text.Length };
        }
    }

    /// <summary>Writes the member; nothing without citations.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (cited.Count == 0)
        {
            return;
        }

        EndText();
        var sources = new List<Citation>();
        var supports = cited.GroupBy(Place).ToList();
        json.WriteStartObject("groundingMetadata"u8);
        json.WriteStartArray("groundingChunks"u8);
        foreach (var (citation, _, _) in cited)
        {
            if (IndexOf(sources, citation) < 0)
            {
                sources.Add(citation);
                WriteSource(json, citation);
            }
        }

        json.WriteEndArray();
        json.WriteStartArray("groundingSupports"u8);
        var whole = text.ToString();
        foreach (var support in supports)
        {
            var used = support.Select(one => IndexOf(sources, one.Citation)).Distinct();
            WriteSupport(json, whole, support.Key, [.. used]);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Places in a document say nothing of the answer's words: the part that cites it is what rests on it.
    private (int Start, int End) Place((Citation Citation, int PartStart, int PartEnd) one) =>
        one.Citation is { DocumentIndex: null, Start: { } start, End: { } end } && start >= 0 && end >= start
            && end <= text.Length ? (start, end) : (one.PartStart, one.PartEnd);

    private static int IndexOf(List<Citation> sources, Citation citation) => sources.FindIndex(one =>
        one.Url == citation.Url && one.Title == citation.Title && one.DocumentIndex == citation.DocumentIndex
        && (citation.DocumentIndex is null || one.CitedText == citation.CitedText));

    private static void WriteSource(Utf8JsonWriter json, Citation citation)
    {
        json.WriteStartObject();
        json.WriteStartObject(citation.DocumentIndex is null ? "web"u8 : "retrievedContext"u8);
        if (citation.Url is { } url)
        {
            json.WriteString("uri"u8, url);
        }

        if (citation.Title is { } title)
        {
            json.WriteString("title"u8, title);
        }

        if (citation.DocumentIndex is not null && citation.CitedText is { } words)
        {
            json.WriteString("text"u8, words);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSupport(Utf8JsonWriter json, string whole, (int Start, int End) place, int[] sources)
    {
        json.WriteStartObject();
        json.WriteStartObject("segment"u8);
        json.WriteNumber("startIndex"u8, Encoding.UTF8.GetByteCount(whole.AsSpan(0, place.Start)));
        json.WriteNumber("endIndex"u8, Encoding.UTF8.GetByteCount(whole.AsSpan(0, place.End)));
        json.WriteString("text"u8, whole.AsSpan(place.Start, place.End - place.Start));
        json.WriteEndObject();
        json.WriteStartArray("groundingChunkIndices"u8);
        foreach (var source in sources)
        {
            json.WriteNumberValue(source);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
