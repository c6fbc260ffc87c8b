using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// Citations from <c>groundingMetadata</c> and <c>citationMetadata</c>. Their places are counted in bytes of UTF-8, and
/// become characters of the answer.
/// </summary>
internal static class GeminiGroundingReader
{
    // Every place is looked for in the answer's text; more than this is no list of sources.
    private const int Most = 100;

    /// <summary>Whether a candidate may have citations.</summary>
    public static bool IsIn(JsonElement candidate) =>
        (candidate.At("groundingMetadata"u8) ?? candidate.At("citationMetadata"u8)) is not null;

    /// <summary>The citations of a candidate.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="text">The answer's text so far, asked for only when there are citations.</param>
    public static List<Citation> Read(JsonElement candidate, Func<string> text)
    {
        var found = new List<Citation>();
        if (candidate.At("groundingMetadata"u8) is { } grounding)
        {
            ReadGrounding(grounding, text, found);
        }

        if (candidate.At("citationMetadata"u8) is { } citations)
        {
            // The one name is the Gemini API's, the other the cloud's.
            ReadSources(citations.ItemsAt("citationSources"u8), text, found);
            ReadSources(citations.ItemsAt("citations"u8), text, found);
        }

        return found;
    }

    private static void ReadGrounding(JsonElement grounding, Func<string> text, List<Citation> found)
    {
        var chunks = grounding.ItemsAt("groundingChunks"u8).Take(Most).Select(ReadChunk).ToArray();
        var supported = false;
        foreach (var support in grounding.ItemsAt("groundingSupports"u8))
        {
            var segment = support.At("segment"u8) ?? default;
            foreach (var index in support.ItemsAt("groundingChunkIndices"u8))
            {
                if (found.Count < Most && index.ValueKind == JsonValueKind.Number && index.TryGetInt32(out var at)
                    && at >= 0 && at < chunks.Length)
                {
                    supported = true;
                    found.Add(Placed(chunks[at], segment, text));
                }
            }
        }

        if (!supported)
        {
            found.AddRange(chunks.Take(Most - found.Count));
        }
    }

    private static void ReadSources(JsonElement.ArrayEnumerator sources, Func<string> text, List<Citation> found)
    {
        foreach (var source in sources)
        {
            if (found.Count < Most)
            {
                var citation = new Citation { Url = source.TextAt("uri"u8), Title = source.TextAt("title"u8) };
                found.Add(Placed(citation, source, text));
            }
        }
    }

    private static Citation ReadChunk(JsonElement chunk)
    {
        var web = chunk.At("web"u8) ?? chunk.At("maps"u8) ?? chunk.At("retrievedContext"u8) ?? default;
        return new Citation
        {
            Url = web.TextAt("uri"u8),
            Title = web.TextAt("title"u8),
            CitedText = web.TextAt("text"u8),
        };
    }

    private static Citation Placed(Citation citation, JsonElement segment, Func<string> text)
    {
        if (segment.CountAt("endIndex"u8) is not { } end)
        {
            return citation;
        }

        var answer = text();
        var first = CharacterAt(answer, segment.CountAt("startIndex"u8) ?? 0);
        var last = CharacterAt(answer, end);
        var there = first <= last;
        if (segment.TextAt("text"u8) is { Length: > 0 } words
            && !(there && answer.AsSpan(first!.Value, last!.Value - first.Value).SequenceEqual(words)))
        {
            // Counted from the beginning of a part instead of the answer: the words tell where it is.
            var at = answer.IndexOf(words, StringComparison.Ordinal);
            (first, last, there) = (at, at + words.Length, at >= 0);
        }

        return there ? citation with { Start = first, End = last } : citation;
    }

    /// <summary>The character at which a byte of the text's UTF-8 stands; null past its end.</summary>
    private static int? CharacterAt(string text, long bytes)
    {
        long seen = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (seen >= bytes)
            {
                return i;
            }

            // A surrogate is half of a character of four bytes.
            seen += text[i] < 0x80 ? 1 : text[i] < 0x800 || char.IsSurrogate(text[i]) ? 2 : 3;
        }

        return seen >= bytes ? text.Length : null;
    }
}
