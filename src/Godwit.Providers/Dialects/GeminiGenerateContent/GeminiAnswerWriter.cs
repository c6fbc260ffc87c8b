using System.Buffers;
using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Writes a generateContent answer.</summary>
internal static class GeminiAnswerWriter
{
    public static void Write(GenAIAnswer answer, AnswerContext context, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        if (answer.Error is { } error)
        {
            GeminiErrors.Write(json, GeminiErrors.Of(error));
            return;
        }

        json.WriteStartObject();
        json.WriteStartArray("candidates"u8);
        foreach (var choice in answer.Choices)
        {
            WriteChoice(json, choice, context);
        }

        json.WriteEndArray();
        if (answer.Usage is { } usage)
        {
            GeminiUsage.Write(json, usage);
        }

        WriteNames(json, answer.Id, context);
        json.WriteEndObject();
    }

    /// <summary>Writes who answered and under which id.</summary>
    public static void WriteNames(Utf8JsonWriter json, string? id, AnswerContext context)
    {
        json.WriteString("modelVersion"u8, context.Model);
        json.WriteString("responseId"u8, id is { Length: > 0 } ? id : context.RequestId.ToString("N"));
    }

    /// <summary>Writes why a candidate ended.</summary>
    public static void WriteFinish(Utf8JsonWriter json, FinishReason? reason, string? raw, AnswerContext context)
    {
        json.WriteString("finishReason"u8, GeminiFinish.Write(reason, raw, context.Provider));
        if (GeminiFinish.Message(reason, context.Provider) is { } message)
        {
            json.WriteString("finishMessage"u8, message);
        }
    }

    private static void WriteChoice(Utf8JsonWriter json, AnswerChoice choice, AnswerContext context)
    {
        var grounding = new GeminiGroundingWriter();
        json.WriteStartObject();
        json.WriteStartObject("content"u8);
        json.WriteStartArray("parts"u8);
        foreach (var part in choice.Parts)
        {
            GeminiParts.Write(json, part, context.Losses);
            Cite(grounding, part);
        }

        if (choice.Parts.Count == 0)
        {
            // Google's own libraries take an answer without a part for broken.
            GeminiParts.WriteText(json, "");
        }

        json.WriteEndArray();
        json.WriteString("role"u8, "model"u8);
        json.WriteEndObject();
        WriteFinish(json, choice.FinishReason, choice.RawFinishReason, context);
        json.WriteNumber("index"u8, choice.Index);
        if (choice.Logprobs is { } logprobs)
        {
            GeminiLogprobs.Write(json, logprobs);
        }

        grounding.Write(json);
        json.WriteEndObject();
    }

    private static void Cite(GeminiGroundingWriter grounding, Part part)
    {
        if (part is not TextPart text)
        {
            return;
        }

        grounding.BeginText();
        grounding.AddText(text.Text);
        foreach (var citation in text.Citations ?? [])
        {
            grounding.Add(citation);
        }

        grounding.EndText();
    }
}
