using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.Dialects.Scanning;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Reads a generateContent answer.</summary>
internal static class GeminiAnswerReader
{
    public static GenAIAnswer? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            // Not disposed: parts of the answer read from it.
            var options = new JsonDocumentOptions { MaxDepth = RequestScan.MaxDepth };
            return Read(JsonDocument.Parse(body, options).RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static GenAIAnswer? Read(JsonElement root)
    {
        var events = new List<AnswerEvent>();
        var chunks = new GeminiChunks();
        var collector = new AnswerCollector();
        var error = chunks.Read(root, events);
        if (error is null && root.At("candidates"u8) is null && root.At("promptFeedback"u8) is null)
        {
            return null;
        }

        chunks.End(events);
        events.Add(error is null ? AnswerEnded.Instance : new AnswerFailed(error));
        foreach (var one in events)
        {
            collector.Add(one);
        }

        return collector.Answer;
    }
}
