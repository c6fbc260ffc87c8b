using System.Buffers;
using System.Text;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Writes a whole answer.</summary>
internal static class OpenAIChatAnswerWriter
{
    public static void Write(GenAIAnswer answer, AnswerContext context, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        json.WriteStartObject();
        json.WriteString("id"u8, Id(context));
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, context.CreatedAt.ToUnixTimeSeconds());
        json.WriteString("model"u8, context.Model);
        json.WriteStartArray("choices"u8);
        foreach (var choice in answer.Choices)
        {
            WriteChoice(json, choice, context);
        }

        json.WriteEndArray();
        if (answer.Usage is { } usage)
        {
            json.WritePropertyName("usage"u8);
            OpenAIChatUsage.Write(json, usage);
        }

        if (answer.ServiceTier is { } tier)
        {
            json.WriteString("service_tier"u8, tier);
        }

        json.WriteEndObject();
    }

    /// <summary>The answer's id: of Godwit's request, as the provider's own is of another form.</summary>
    public static string Id(AnswerContext context) => $"chatcmpl-{context.RequestId:N}";

    /// <summary>A finish reason, with what of it is lost.</summary>
    public static string Finish(FinishReason reason, AnswerContext context, int choice)
    {
        if (reason == FinishReason.Pause)
        {
            context.Losses.Add(
                LossKind.Approximated,
                $"answer:choices[{choice}].finish_reason",
                "A paused turn ends with stop: the dialect has no word for it.");
        }

        return OpenAIChatFinish.Write(reason, OpenAIChatToolReader.IsLegacy(context.Request));
    }

    /// <summary>Writes a picture as a part of a message's <c>images</c>.</summary>
    public static void WriteImage(Utf8JsonWriter json, MediaPart image)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "image_url"u8);
        json.WriteStartObject("image_url"u8);
        json.WritePropertyName("url"u8);
        DataUrls.Write(json, image.Source, "image/png");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes sound as a message's <c>audio</c>.</summary>
    public static void WriteAudio(Utf8JsonWriter json, MediaPart audio, AnswerContext context)
    {
        json.WriteStartObject("audio"u8);
        json.WriteString("id"u8, $"audio_{context.RequestId:N}");
        json.WritePropertyName("data"u8);
        json.WriteStringValue(audio.Source.Base64.Span);
        json.WriteNumber("expires_at"u8, context.CreatedAt.ToUnixTimeSeconds());
        json.WriteString("transcript"u8, audio.Transcript ?? "");
        json.WriteEndObject();
    }

    /// <summary>True for a part that has a place; reports one that has none.</summary>
    public static bool HasPlace(Part part, int choice, AnswerContext context)
    {
        if (part is TextPart or ReasoningPart or RefusalPart or ToolCallPart
            or MediaPart { Kind: MediaKind.Image or MediaKind.Audio })
        {
            return true;
        }

        context.Losses.Drop($"answer:choices[{choice}]", "The dialect has no place for a part of another dialect.");
        return false;
    }

    /// <summary>Reports a citation that has no place.</summary>
    public static bool HasPlace(Citation citation, int choice, AnswerContext context)
    {
        if (OpenAIChatCitations.HasPlace(citation))
        {
            return true;
        }

        context.Losses.Drop(
            $"answer:choices[{choice}].citations", "The dialect cites pages of the web alone, no documents.");
        return false;
    }

    private static void WriteChoice(Utf8JsonWriter json, AnswerChoice choice, AnswerContext context)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, choice.Index);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        WriteTexts(json, choice, context);
        WriteReasoning(json, choice);
        OpenAIChatAnswerCallWriter.Write(json, choice, context);
        WriteMedia(json, choice, context);
        json.WriteEndObject();
        json.WritePropertyName("logprobs"u8);
        if (choice.Logprobs is { } logprobs)
        {
            logprobs.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteString("finish_reason"u8, Finish(choice.FinishReason ?? FinishReason.Stop, context, choice.Index));
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, AnswerChoice choice, AnswerContext context)
    {
        StringBuilder? text = null;
        StringBuilder? refusal = null;
        List<(Citation Citation, int Start, int Length)>? citations = null;
        foreach (var part in choice.Parts)
        {
            if (part is TextPart one)
            {
                text ??= new StringBuilder();
                foreach (var citation in one.Citations ?? [])
                {
                    if (HasPlace(citation, choice.Index, context))
                    {
                        (citations ??= []).Add((citation, text.Length, one.Text.Length));
                    }
                }

                text.Append(one.Text);
            }
            else if (part is RefusalPart words)
            {
                (refusal ??= new StringBuilder()).Append(words.Text);
            }
        }

        json.WriteString("content"u8, text?.ToString());
        json.WriteString("refusal"u8, refusal?.ToString());
        if (citations is not null)
        {
            json.WriteStartArray("annotations"u8);
            foreach (var (citation, start, length) in citations)
            {
                OpenAIChatCitations.Write(json, citation, start, length);
            }

            json.WriteEndArray();
        }
    }

    private static void WriteReasoning(Utf8JsonWriter json, AnswerChoice choice)
    {
        StringBuilder? words = null;
        var sealed_ = false;
        foreach (var part in choice.Parts)
        {
            if (part is ReasoningPart reasoning)
            {
                words = reasoning.Text.Length == 0 ? words
                    : (words is null ? new StringBuilder() : words.Append("\n\n")).Append(reasoning.Text);
                sealed_ |= reasoning.Seal is not null;
            }
        }

        if (words is not null)
        {
            json.WriteString("reasoning_content"u8, words.ToString());
        }

        if (!sealed_)
        {
            return;
        }

        json.WriteStartArray("reasoning_details"u8);
        var index = 0;
        foreach (var part in choice.Parts)
        {
            if (part is ReasoningPart reasoning)
            {
                ReasoningDetails.Write(json, reasoning, reasoning.Text, index++);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteMedia(Utf8JsonWriter json, AnswerChoice choice, AnswerContext context)
    {
        var images = false;
        foreach (var part in choice.Parts)
        {
            if (HasPlace(part, choice.Index, context) && part is MediaPart { Kind: MediaKind.Image } image)
            {
                if (!images)
                {
                    json.WriteStartArray("images"u8);
                    images = true;
                }

                WriteImage(json, image);
            }
        }

        if (images)
        {
            json.WriteEndArray();
        }

        if (choice.Parts.Find(part => part is MediaPart { Kind: MediaKind.Audio }) is MediaPart audio)
        {
            WriteAudio(json, audio, context);
        }
    }
}
