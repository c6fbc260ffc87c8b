using System.Buffers;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>Writes a whole response.</summary>
internal static class ResponsesAnswerWriter
{
    /// <summary>Writes the body.</summary>
    public static void Write(GenAIAnswer answer, AnswerContext context, IBufferWriter<byte> output)
    {
        var choice = answer.Choices.Find(one => one.Index == 0);
        if (answer.Choices.Count > 1)
        {
            context.Losses.Drop("answer:choices[1]", "Responses has one answer.");
        }

        var parts = choice?.Parts ?? [];
        var ending = ResponsesEnding.Of(choice?.FinishReason, parts.Exists(part => part is RefusalPart), answer.Error);
        ending = ending with { Usage = answer.Usage, ServiceTier = answer.ServiceTier };
        var items = ItemsOf(parts, context);
        if (choice?.Logprobs is { } logprobs && items.Find(item => item.IsMessage) is { } message)
        {
            message.Logprobs = logprobs.At("content"u8);
        }

        foreach (var item in items)
        {
            item.Done = ending.Status == "completed" || item != items[^1];
        }

        using var json = SseText.Json(output);
        ResponsesObject.Write(json, context, ending, items);
    }

    /// <summary>True for what this dialect can say; what it can't is reported.</summary>
    public static bool CanSay(Part part, AnswerContext context)
    {
        var can = part switch
        {
            ForeignPart foreign => foreign.Dialect == Dialect.OpenAIResponses,
            MediaPart media => media.Kind == MediaKind.Image && !media.Source.Base64.IsEmpty,
            ToolResultPart => false,
            _ => true,
        };
        if (!can)
        {
            var what = part is ForeignPart other ? $"'{other.Type}'" : "media of this kind";
            context.Losses.Drop("answer:output", $"Responses has nothing like {what}.");
        }

        return can;
    }

    /// <summary>The items of an answer: what is spoken in a row is one message.</summary>
    private static List<ResponsesOutputItem> ItemsOf(IReadOnlyList<Part> parts, AnswerContext context)
    {
        var items = new List<ResponsesOutputItem>();
        ResponsesOutputItem? message = null;
        foreach (var part in parts)
        {
            if (!CanSay(part, context))
            {
                continue;
            }

            ResponsesPiece piece;
            if (ResponsesOutputItem.IsSpoken(part) && message is not null)
            {
                piece = message.AddPiece(part);
            }
            else
            {
                var item = new ResponsesOutputItem(context, items.Count, part);
                items.Add(item);
                message = item.IsMessage ? item : null;
                piece = item.Pieces[0];
            }

            Fill(piece);
        }

        return items;
    }

    private static void Fill(ResponsesPiece piece)
    {
        piece.Text.Append(piece.Part switch
        {
            TextPart text => text.Text,
            RefusalPart refusal => refusal.Text,
            ReasoningPart reasoning => reasoning.Text,
            ToolCallPart call => call.Arguments,
            _ => "",
        });
        piece.Citations.AddRange((piece.Part as TextPart)?.Citations ?? []);
    }
}
