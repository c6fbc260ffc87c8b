using System.Globalization;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>What a client is shown of the parts of an answer, and what they tell of its ending.</summary>
internal sealed class AnthropicShown(AnswerContext context)
{
    private static readonly TextPart Nothing = new("");
    private int calls;

    /// <summary>The answer calls tools.</summary>
    public bool Calls => calls > 0;

    /// <summary>The model refused in words of its own.</summary>
    public bool Refused { get; private set; }

    /// <summary>The words of thinking are left out, as the client asked.</summary>
    public bool HidesThinking { get; } = context.Request.Reasoning is { Show: false } or { Enabled: false };

    /// <summary>The part as this dialect has it; an empty text for one that it has not.</summary>
    public Part Take(Part part)
    {
        switch (part)
        {
            case RefusalPart refusal:
                Refused = true;
                return new TextPart(refusal.Text);
            case ReasoningPart reasoning when HidesThinking:
                return reasoning with { Text = "" };
            case ToolCallPart call:
                calls++;

                // A call without an id could not be answered.
                return call.Id.Length > 0 ? call : call with
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"toolu_{context.RequestId:N}_{calls}"),
                };
            case MediaPart { Transcript: { Length: > 0 } words }:
                context.Losses.Drop("answer:audio", "Anthropic's answers have no sound; its words are there.");
                return new TextPart(words);
            case MediaPart media:
                context.Losses.Drop(
                    $"answer:{media.Kind.ToString().ToLowerInvariant()}", "Anthropic's answers have no media.");
                return Nothing;
            case ForeignPart { Dialect: not Dialect.AnthropicMessages } foreign:
                context.Losses.Drop($"answer:{foreign.Type}", $"Anthropic has no '{foreign.Type}'.");
                return Nothing;
            default:
                return part;
        }
    }
}
