using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Which pieces of a conversation the dialect has a block for; reports those it has not.</summary>
internal static class AnthropicPartRules
{
    public static bool CanSay(Part part, bool assistant, AnthropicWriting writing)
    {
        var reason = part switch
        {
            TextPart text => OfText(text.Text, writing.Same),
            RefusalPart refusal => OfText(refusal.Text, writing.Same),
            ReasoningPart reasoning => OfReasoning(reasoning, assistant),
            ToolCallPart when !assistant => "Anthropic has calls in the assistant's turns only.",
            ToolResultPart when assistant => "Anthropic has results in the user's turns only.",
            MediaPart media => OfMedia(media, assistant),
            ForeignPart { Dialect: not Dialect.AnthropicMessages } foreign =>
                $"Anthropic has no '{foreign.Type}'.",
            _ => null,
        };
        if (reason is { Length: > 0 })
        {
            writing.Losses.Drop(part.Path, reason);
        }

        return reason is null;
    }

    // An empty text says nothing, so nothing is lost with it; the interface refuses it.
    private static string? OfText(string text, bool same) => same ? null
        : text.Length == 0 ? ""
        : string.IsNullOrWhiteSpace(text) ? "Anthropic takes no text of white space alone."
        : null;

    private static string? OfReasoning(ReasoningPart reasoning, bool assistant) =>
        !assistant ? "Anthropic has thinking in the assistant's turns only."
        : reasoning.Seal is { Origin: Dialect.AnthropicMessages } ? null
        : "Anthropic takes back only thinking that it signed itself.";

    private static string? OfMedia(MediaPart media, bool assistant) =>
        assistant ? "Anthropic has images and documents in the user's turns only."
        : media.Kind is MediaKind.Audio or MediaKind.Video ? $"Anthropic takes no {Name(media.Kind)}."
        : media.Kind == MediaKind.Document && AnthropicMediaWriter.FormOf(media.Source) is null
            ? $"Anthropic takes PDF and text as documents, not {media.Source.MediaType}."
        : null;

    private static string Name(MediaKind kind) => kind == MediaKind.Audio ? "sound" : "films";
}
