using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Reads whole answers.</summary>
internal static class AnthropicAnswerReader
{
    // As deep as a request may be.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    /// <summary>Reads an answer; null when it is none.</summary>
    public static GenAIAnswer? Read(ReadOnlyMemory<byte> body)
    {
        JsonElement root;
        try
        {
            root = JsonDocument.Parse(body, Options).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }

        if (ReadError(root) is { } error)
        {
            return new GenAIAnswer { Error = error };
        }

        if (root.At("content"u8) is not { ValueKind: JsonValueKind.Array })
        {
            return null;
        }

        var answer = new GenAIAnswer
        {
            Id = root.TextAt("id"u8),
            Model = root.TextAt("model"u8),
            Usage = AnthropicUsage.Read(root.At("usage"u8)),
            ServiceTier = root.At("usage"u8)?.TextAt("service_tier"u8) is var tier && tier == "standard"
                ? "default" : tier,
        };
        var raw = root.TextAt("stop_reason"u8);
        var choice = new AnswerChoice
        {
            RawFinishReason = raw,
            FinishReason = AnthropicStopReasons.Read(raw),
            StopSequence = root.TextAt("stop_sequence"u8),
        };
        var place = 0;
        foreach (var block in root.ItemsAt("content"u8))
        {
            if (ReadBlock(block, ref place) is { } part)
            {
                choice.Parts.Add(part);
            }
        }

        if (Explanation(root) is { } words)
        {
            choice.Parts.Add(new RefusalPart(words));
        }

        answer.Choices.Add(choice);
        return answer;
    }

    /// <summary>The error that a body or an event is; null when it is none.</summary>
    public static AnswerError? ReadError(JsonElement body) => body.At("error"u8) switch
    {
        { ValueKind: JsonValueKind.Object } error =>
            new AnswerError(null, error.TextAt("type"u8), error.TextAt("message"u8) ?? ""),
        { ValueKind: JsonValueKind.String } error => new AnswerError(null, null, error.Text() ?? ""),
        _ => null,
    };

    /// <summary>Anthropic's words for why the model refused; null without.</summary>
    public static string? Explanation(JsonElement ending) =>
        ending.At("stop_details"u8)?.TextAt("explanation"u8) is { Length: > 0 } words ? words : null;

    /// <summary>A citation of the web with its place in the answer, which is that of the text it belongs to.</summary>
    public static Citation Placed(Citation citation, int start, int end) =>
        citation.Url is null ? citation : citation with { Start = start, End = end };

    private static Part? ReadBlock(JsonElement block, ref int place)
    {
        switch (block.TextAt("type"u8))
        {
            case "text":
                var text = block.TextAt("text"u8) ?? "";
                var start = place;
                place += text.Length;
                var end = place;
                return new TextPart(text)
                {
                    Citations = AnthropicCitations.ReadAll(block)?.Select(one => Placed(one, start, end)).ToList(),
                };
            case "thinking":
                var signature = block.TextAt("signature"u8);
                return new ReasoningPart
                {
                    Text = block.TextAt("thinking"u8) ?? "",
                    Seal = signature is null or "" ? null : new ReasoningSeal(Dialect.AnthropicMessages, signature),
                };
            case "redacted_thinking":
                return new ReasoningPart
                {
                    Seal = new ReasoningSeal(Dialect.AnthropicMessages, block.TextAt("data"u8) ?? "", Closed: true),
                };
            case "tool_use":
                return new ToolCallPart(
                    block.TextAt("id"u8) ?? "", block.TextAt("name"u8) ?? "",
                    block.At("input"u8)?.GetRawText() ?? "{}");
            case { } type:
                return new ForeignPart(Dialect.AnthropicMessages, type, block);
            default:
                return null;
        }
    }
}
