using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Writes the parts of answers.</summary>
internal static class GeminiParts
{
    /// <summary>Writes a whole part; several where Gemini has several for it.</summary>
    public static void Write(Utf8JsonWriter json, Part part, LossReport losses)
    {
        switch (part)
        {
            case TextPart text:
                WriteText(json, text.Text);
                break;
            case RefusalPart refusal:
                NoteRefusal(losses);
                WriteText(json, refusal.Text);
                break;
            case ReasoningPart reasoning:
                WriteReasoning(json, reasoning.Text, reasoning.Seal);
                break;
            case ToolCallPart call:
                WriteCall(json, call, losses);
                break;
            case MediaPart media:
                WriteMedia(json, media, losses);
                break;
            case ForeignPart { Dialect: Dialect.GeminiGenerateContent } own:
                json.WriteRaw(own.Value);
                break;
            case ForeignPart foreign:
                NoteForeign(foreign, losses);
                break;
        }
    }

    /// <summary>Writes spoken words.</summary>
    public static void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    /// <summary>Writes words of a thought, the last of them with its seal.</summary>
    public static void WriteThought(Utf8JsonWriter json, string words, ReasoningSeal? seal)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, words);
        json.WriteBoolean("thought"u8, true);
        if (seal is not null)
        {
            json.WriteString("thoughtSignature"u8, GeminiSeals.Write(seal));
        }

        json.WriteEndObject();
    }

    /// <summary>
    /// Writes a seal. One that signs words that went before is a thought without words; one that is itself the
    /// reasoning, or Gemini's own of a part that is none, is no thought.
    /// </summary>
    public static void WriteSeal(Utf8JsonWriter json, ReasoningSeal seal, bool afterWords)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, "");
        if (seal.Origin == Dialect.GeminiGenerateContent ? afterWords : !seal.Closed)
        {
            json.WriteBoolean("thought"u8, true);
        }

        json.WriteString("thoughtSignature"u8, GeminiSeals.Write(seal));
        json.WriteEndObject();
    }

    /// <summary>Notes that a refusal reaches the client as any other words.</summary>
    public static void NoteRefusal(LossReport losses) =>
        losses.Add(LossKind.Approximated, "answer:refusal", "A refusal is text to Gemini's clients.");

    /// <summary>Notes what only another dialect has.</summary>
    public static void NoteForeign(ForeignPart foreign, LossReport losses) =>
        losses.Drop($"answer:{foreign.Type}", $"Only {foreign.Dialect} has it.");

    private static void WriteReasoning(Utf8JsonWriter json, string words, ReasoningSeal? seal)
    {
        if (words.Length > 0)
        {
            WriteThought(json, words, seal);
        }
        else if (seal is not null)
        {
            WriteSeal(json, seal, afterWords: false);
        }
    }

    private static void WriteCall(Utf8JsonWriter json, ToolCallPart call, LossReport losses)
    {
        json.WriteStartObject();
        json.WriteStartObject("functionCall"u8);
        json.WriteString("id"u8, call.Id);
        json.WriteString("name"u8, call.Name);
        json.WritePropertyName("args"u8);
        if (string.IsNullOrWhiteSpace(call.Arguments))
        {
            json.WriteRawValue("{}"u8);
        }
        else if (!GeminiJson.TryWriteObject(json, call.Arguments))
        {
            losses.Add(
                LossKind.Approximated, $"answer:{call.Name}",
                "The model wrote arguments that are no JSON object; they are given as text inside one.");
            json.WriteStartObject();
            json.WriteString("arguments"u8, call.Arguments);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (call.Seal is { } seal)
        {
            json.WriteString("thoughtSignature"u8, GeminiSeals.Write(seal));
        }

        json.WriteEndObject();
    }

    private static void WriteMedia(Utf8JsonWriter json, MediaPart media, LossReport losses)
    {
        var source = media.Source;
        if ((source.FileId ?? source.Url) is { } uri)
        {
            json.WriteStartObject();
            json.WriteStartObject("fileData"u8);
            json.WriteString("fileUri"u8, uri);
        }
        else if (!source.Base64.IsEmpty)
        {
            json.WriteStartObject();
            json.WriteStartObject("inlineData"u8);
            json.WriteString("data"u8, source.Base64.Span);
        }
        else
        {
            losses.Drop("answer:media", "There is nothing of it to give.");
            return;
        }

        if (source.MediaType is { } type)
        {
            json.WriteString("mimeType"u8, type);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        if (media.Transcript is { Length: > 0 } words)
        {
            WriteText(json, words);
        }
    }
}
