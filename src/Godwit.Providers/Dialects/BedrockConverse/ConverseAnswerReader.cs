using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.BedrockConverse;

/// <summary>Reads a whole answer.</summary>
internal static class ConverseAnswerReader
{
    /// <summary>The answer; null when the root is none.</summary>
    public static GenAIAnswer? Read(JsonElement root)
    {
        if (root.At("output"u8)?.At("message"u8) is not { } message)
            return null;
        var raw = root.TextAt("stopReason"u8);
        var choice = new AnswerChoice { FinishReason = ConverseWords.FinishOf(raw), RawFinishReason = raw };
        foreach (var block in message.ItemsAt("content"u8))
        {
            if (PartOf(block) is { } part)
                choice.Parts.Add(part);
        }

        var answer = new GenAIAnswer { Usage = ConverseWords.UsageOf(root.At("usage"u8)) };
        answer.Choices.Add(choice);
        return answer;
    }

    /// <summary>A citation: of a page, or of a place in one of the request's documents.</summary>
    public static Citation CitationOf(JsonElement citation)
    {
        var place = citation.At("location"u8)?.At("documentChar"u8) ?? citation.At("location"u8)?.At("documentPage"u8)
            ?? citation.At("location"u8)?.At("documentChunk"u8);
        string? cited = null;
        foreach (var piece in citation.ItemsAt("sourceContent"u8))
            cited += piece.TextAt("text"u8);
        return new Citation
        {
            Title = citation.TextAt("title"u8),
            Url = citation.At("location"u8)?.At("web"u8)?.TextAt("url"u8),
            CitedText = cited,
            DocumentIndex = (int?)place?.CountAt("documentIndex"u8),
            Start = (int?)place?.CountAt("start"u8),
            End = (int?)place?.CountAt("end"u8),
            Native = citation.Clone(),
        };
    }

    private static Part? PartOf(JsonElement block)
    {
        if (block.TextAt("text"u8) is { } text)
            return new TextPart(text);
        if (block.At("toolUse"u8) is { } call)
        {
            return new ToolCallPart(
                call.TextAt("toolUseId"u8) ?? "", call.TextAt("name"u8) ?? "",
                call.At("input"u8)?.GetRawText() ?? "{}");
        }

        if (block.At("reasoningContent"u8) is { } reasoning)
            return ReasoningOf(reasoning);
        return block.At("citationsContent"u8) is { } cited ? CitedOf(cited) : null;
    }

    private static TextPart CitedOf(JsonElement cited)
    {
        var text = "";
        foreach (var piece in cited.ItemsAt("content"u8))
            text += piece.TextAt("text"u8);
        var citations = new List<Citation>();
        foreach (var citation in cited.ItemsAt("citations"u8))
            citations.Add(CitationOf(citation));
        return new TextPart(text) { Citations = citations };
    }

    private static ReasoningPart ReasoningOf(JsonElement reasoning)
    {
        if (reasoning.TextAt("redactedContent"u8) is { } closed)
            return new ReasoningPart { Seal = new ReasoningSeal(Dialect.BedrockConverse, closed, Closed: true) };
        var words = reasoning.At("reasoningText"u8);
        return new ReasoningPart
        {
            Text = words?.TextAt("text"u8) ?? "",
            Seal = words?.TextAt("signature"u8) is { Length: > 0 } signature
                ? new ReasoningSeal(Dialect.BedrockConverse, signature) : null,
        };
    }
}
