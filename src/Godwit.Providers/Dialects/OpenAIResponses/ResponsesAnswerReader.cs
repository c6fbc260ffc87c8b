using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>Reads a response.</summary>
internal static class ResponsesAnswerReader
{
    private const Dialect Own = Dialect.OpenAIResponses;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    /// <summary>Reads a whole answer; null when it can't be read as one.</summary>
    public static GenAIAnswer? Read(ReadOnlyMemory<byte> body)
    {
        if (!JsonUnicode.IsValid(body.Span))
        {
            return null;
        }

        try
        {
            // Not disposed: the answer's parts read from it.
            var root = JsonDocument.Parse(body, Options).RootElement;
            return root.At("output"u8) is { ValueKind: JsonValueKind.Array } || root.At("error"u8) is not null
                ? Read(root) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a response object.</summary>
    public static GenAIAnswer Read(JsonElement response)
    {
        var choice = new AnswerChoice();
        foreach (var item in response.ItemsAt("output"u8))
        {
            ReadItem(item, choice);
        }

        (choice.FinishReason, choice.RawFinishReason) = Ending(response, choice.Parts.Exists(p => p is ToolCallPart));
        var answer = new GenAIAnswer
        {
            Id = response.TextAt("id"u8),
            Model = response.TextAt("model"u8),
            Usage = ResponsesUsage.OfResponse(response),
            ServiceTier = response.TextAt("service_tier"u8),
            Error = ErrorOf(response),
        };
        answer.Choices.Add(choice);
        return answer;
    }

    /// <summary>Why the model stopped, and the provider's word for it.</summary>
    public static (FinishReason Reason, string? Raw) Ending(JsonElement response, bool called)
    {
        var status = response.TextAt("status"u8);
        if (status is "failed" or "cancelled")
        {
            return (FinishReason.Error, status);
        }

        if (status != "incomplete")
        {
            return (called ? FinishReason.ToolCalls : FinishReason.Stop, status);
        }

        var reason = response.At("incomplete_details"u8)?.TextAt("reason"u8);
        return (reason == "content_filter" ? FinishReason.ContentFilter : FinishReason.Length, reason ?? status);
    }

    /// <summary>The error in a response or an event of a stream; null without one.</summary>
    public static AnswerError? ErrorOf(JsonElement holder)
    {
        if (holder.At("error"u8) is not { } error)
        {
            var status = holder.TextAt("status"u8);
            return status is "failed" or "cancelled"
                ? new AnswerError(status, null, $"The provider's response is {status}.") : null;
        }

        return error.ValueKind == JsonValueKind.Object
            ? new AnswerError(error.TextAt("code"u8), error.TextAt("type"u8), error.TextAt("message"u8) ?? "")
            : new AnswerError(null, null, error.Text() ?? "");
    }

    /// <summary>The parts of one item.</summary>
    public static void ReadItem(JsonElement item, AnswerChoice choice)
    {
        switch (item.TextAt("type"u8))
        {
            case "message":
                foreach (var part in item.ItemsAt("content"u8))
                {
                    ReadContent(part, choice);
                }

                break;
            case "function_call":
                choice.Parts.Add(ReadCall(item) with { Arguments = item.TextAt("arguments"u8) ?? "" });
                break;
            case "reasoning":
                choice.Parts.Add(ReadReasoning(item));
                break;
            case { } other:
                choice.Parts.Add(new ForeignPart(Own, other, item.Clone()));
                break;
        }
    }

    /// <summary>A call, still without its arguments.</summary>
    public static ToolCallPart ReadCall(JsonElement item) => new(
        item.TextAt("call_id"u8) ?? item.TextAt("id"u8) ?? "", item.TextAt("name"u8) ?? "", "");

    /// <summary>A whole reasoning item.</summary>
    public static ReasoningPart ReadReasoning(JsonElement item)
    {
        var content = Words(item.ItemsAt("content"u8));
        var words = content.Length > 0 ? content : Words(item.ItemsAt("summary"u8));
        return new ReasoningPart
        {
            Id = item.TextAt("id"u8), Text = words, IsSummary = content.Length == 0, Seal = ReadSeal(item),
        };
    }

    /// <summary>The seal of a reasoning item: the reasoning itself, encrypted.</summary>
    public static ReasoningSeal? ReadSeal(JsonElement item) =>
        item.TextAt("encrypted_content"u8) is { Length: > 0 } text
        ? new ReasoningSeal(Own, text, Closed: true) : null;

    /// <summary>Probabilities in OpenAI Chat's shape; null when there are none.</summary>
    public static JsonElement? Logprobs(JsonElement holder)
    {
        if (holder.At("logprobs"u8) is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            return null;
        }

        using var document = JsonDocument.Parse($"{{\"content\":{list.GetRawText()}}}", Options);
        return document.RootElement.Clone();
    }

    private static void ReadContent(JsonElement part, AnswerChoice choice)
    {
        switch (part.TextAt("type"u8))
        {
            case "refusal":
                choice.Parts.Add(new RefusalPart(part.TextAt("refusal"u8) ?? ""));
                break;
            case "output_text" or "text":
                choice.Parts.Add(new TextPart(part.TextAt("text"u8) ?? "")
                {
                    Citations = ResponsesAnnotations.Read(part.At("annotations"u8) ?? default),
                });
                choice.Logprobs ??= Logprobs(part);
                break;
            case { } other:
                choice.Parts.Add(new ForeignPart(Own, other, part.Clone()));
                break;
        }
    }

    private static string Words(JsonElement.ArrayEnumerator parts)
    {
        var texts = new List<string>();
        foreach (var part in parts)
        {
            if (part.TextAt("text"u8) is { Length: > 0 } text)
            {
                texts.Add(text);
            }
        }

        return string.Join("\n\n", texts);
    }
}
