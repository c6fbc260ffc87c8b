using System.Text;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Writes results of functions. Gemini demands an object: other words are wrapped in one.</summary>
internal static class GeminiResultWriter
{
    public static void Write(GeminiWriting writing, ToolResultPart result, string? name)
    {
        var json = writing.Json;
        json.WriteStartObject("functionResponse"u8);
        if (GeminiIds.MayBeGeminis(result.CallId))
        {
            json.WriteString("id"u8, result.CallId);
        }

        if (name is null)
        {
            writing.Approximate(result.Path, "No call with this id is in the conversation: sent under the id itself.");
        }

        json.WriteString("name"u8, name ?? result.CallId);
        json.WritePropertyName("response"u8);
        WriteResponse(writing, result);
        WriteMedia(writing, result);
        writing.WriteExtras(GeminiWriting.Camel(result.Path) + ".functionResponse");
        json.WriteEndObject();
    }

    /// <summary>Writes the media of a result as parts after it, for models that take none inside.</summary>
    public static void WriteBeside(GeminiWriting writing, ToolResultPart result)
    {
        if (writing.Model.TakesMediaInResults)
        {
            return;
        }

        foreach (var media in result.Content.OfType<MediaPart>().Where(one => GeminiMediaWriter.Sayable(one, writing)))
        {
            writing.Approximate(media.Path, "The model takes no media inside a result: put after it.");
            writing.Json.WriteStartObject();
            GeminiMediaWriter.Write(writing, media);
            writing.Json.WriteEndObject();
        }
    }

    private static void WriteResponse(GeminiWriting writing, ToolResultPart result)
    {
        var words = Words(writing, result);
        if (!result.IsError && words.AsSpan().TrimStart().StartsWith('{')
            && GeminiJson.TryWriteObject(writing.Json, words))
        {
            return;
        }

        writing.Json.WriteStartObject();
        writing.Json.WriteString(result.IsError ? "error"u8 : "result"u8, words);
        writing.Json.WriteEndObject();
    }

    private static string Words(GeminiWriting writing, ToolResultPart result)
    {
        if (result.Content is [TextPart only])
        {
            return only.Text;
        }

        var words = new StringBuilder();
        foreach (var part in result.Content)
        {
            if (part is TextPart text)
            {
                words.Append(words.Length > 0 ? "\n" : "").Append(text.Text);
            }
            else if (part is not MediaPart)
            {
                writing.Losses.Drop(part.Path, "Gemini takes text and media as a function's result.");
            }
        }

        return words.ToString();
    }

    private static void WriteMedia(GeminiWriting writing, ToolResultPart result)
    {
        if (!writing.Model.TakesMediaInResults)
        {
            return;
        }

        var media = result.Content.OfType<MediaPart>().Where(one => GeminiMediaWriter.Sayable(one, writing)).ToList();
        if (media.Count == 0)
        {
            return;
        }

        writing.Json.WriteStartArray("parts"u8);
        foreach (var one in media)
        {
            writing.Json.WriteStartObject();
            GeminiMediaWriter.Write(writing, one);
            writing.Json.WriteEndObject();
        }

        writing.Json.WriteEndArray();
    }
}
