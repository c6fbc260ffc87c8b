using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>
/// Writes how the answer is sampled and where it stops, and reports what the dialect has no member for.
/// </summary>
internal static class AnthropicSampling
{
    private const double HighestTemperature = 1;

    // Thinking takes no lower one (platform.claude.com, extended thinking, read 2026-11-25).
    private const double LowestTopPWithThinking = 0.95;

    public static void Write(AnthropicWriting writing, AnthropicThinking thinking)
    {
        var thinks = thinking.IsOn && !writing.Same;
        WriteTemperature(writing, thinks);
        var (request, json, losses) = (writing.Request, writing.Json, writing.Losses);
        if (request.TopP is { } topP)
        {
            if (thinks && topP < LowestTopPWithThinking)
            {
                losses.Drop(request.PathOf(RequestField.TopP), "Anthropic takes none below 0.95 with thinking.");
            }
            else
            {
                json.WriteNumber("top_p"u8, topP);
            }
        }

        if (request.TopK is { } topK)
        {
            if (thinks)
            {
                losses.Drop(request.PathOf(RequestField.TopK), "Anthropic takes none with thinking.");
            }
            else
            {
                json.WriteNumber("top_k"u8, topK);
            }
        }

        WriteStop(writing);
        ReportUnknown(writing);
    }

    private static void WriteTemperature(AnthropicWriting writing, bool thinks)
    {
        var (request, losses) = (writing.Request, writing.Losses);
        if (request.Temperature is not { } temperature)
        {
            return;
        }

        if (temperature > HighestTemperature && !writing.Same)
        {
            losses.Add(LossKind.Clamped, request.PathOf(RequestField.Temperature), "Anthropic takes 0 to 1.");
            temperature = HighestTemperature;
        }

        if (thinks && temperature < HighestTemperature)
        {
            losses.Drop(request.PathOf(RequestField.Temperature), "Anthropic takes none but 1 with thinking.");
            return;
        }

        writing.Json.WriteNumber("temperature"u8, temperature);
    }

    // "stop_sequences: each stop sequence must contain non-whitespace" (github.com/BerriAI/litellm/issues/3286).
    private static void WriteStop(AnthropicWriting writing)
    {
        if (writing.Request.Stop is not { Count: > 0 } stop)
        {
            return;
        }

        var path = writing.Request.PathOf(RequestField.Stop);
        var begun = false;
        for (var i = 0; i < stop.Count; i++)
        {
            if (!writing.Same && string.IsNullOrWhiteSpace(stop[i]))
            {
                writing.Losses.Drop($"{path}[{i}]", "Anthropic takes no stop sequence of white space alone.");
                continue;
            }

            if (!begun)
            {
                writing.Json.WriteStartArray("stop_sequences"u8);
                begun = true;
            }

            writing.Json.WriteStringValue(stop[i]);
        }

        if (begun)
        {
            writing.Json.WriteEndArray();
        }
    }

    private static void ReportUnknown(AnthropicWriting writing)
    {
        var request = writing.Request;
        Drop(RequestField.Choices, request.Choices is > 1, "Anthropic gives one answer.");
        Drop(RequestField.Seed, request.Seed is not null, "Anthropic has no seed.");
        Drop(RequestField.FrequencyPenalty, request.FrequencyPenalty is not (null or 0), "Anthropic has no penalties.");
        Drop(RequestField.PresencePenalty, request.PresencePenalty is not (null or 0), "Anthropic has no penalties.");
        Drop(RequestField.Logprobs, request.Logprobs == true, "Anthropic tells no probabilities.");
        Drop(RequestField.TopLogprobs, request.TopLogprobs is > 0, "Anthropic tells no probabilities.");

        void Drop(RequestField field, bool asked, string reason)
        {
            if (asked)
            {
                writing.Losses.Drop(request.PathOf(field), reason);
            }
        }
    }
}
