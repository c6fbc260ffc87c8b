using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Gemini;

/// <summary>Writes GenerateContentResponse objects: whole answers, chunks of streams, blocked prompts.</summary>
internal static class GeminiWriter
{
    /// <summary>What one chunk of a stream carries.</summary>
    /// <param name="Reply">The reply it belongs to.</param>
    /// <param name="Index">The number of the candidate.</param>
    /// <param name="Part">Its part.</param>
    /// <param name="Finish">Why the candidate ends, in its last chunk.</param>
    /// <param name="Said">Tokens of content so far.</param>
    /// <param name="Thought">Tokens of thoughts so far.</param>
    /// <param name="First">It is the first of the stream.</param>
    public readonly record struct Chunk(
        GeminiReply Reply, int Index, GeminiPart Part, Finish? Finish, int Said, int Thought, bool First);

    public static void WritePlain(Utf8JsonWriter json, GeminiReply reply, Func<string, string> bend)
    {
        json.WriteStartObject();
        json.WriteStartArray("candidates");
        for (int index = 0; index < reply.Answers.Count; index++)
        {
            ChatAnswer answer = reply.Answers[index];
            json.WriteStartObject();
            StartContent(json);
            foreach (GeminiPart part in GeminiParts.Of(reply, answer, bend))
            {
                WritePart(json, reply, part);
            }

            EndContent(json);
            json.WriteString("finishReason", GeminiReply.FinishName(answer.Finish));
            json.WriteNumber("index", index);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTail(json, reply, reply.ContentTokens, reply.ThoughtTokens);
        WriteEcho(json, reply);
        json.WriteEndObject();
    }

    public static void WriteChunk(Utf8JsonWriter json, Chunk chunk)
    {
        json.WriteStartObject();
        json.WriteStartArray("candidates");
        json.WriteStartObject();
        StartContent(json);
        WritePart(json, chunk.Reply, chunk.Part);
        EndContent(json);
        if (chunk.Finish is { } finish)
        {
            json.WriteString("finishReason", GeminiReply.FinishName(finish));
        }

        json.WriteNumber("index", chunk.Index);
        json.WriteEndObject();
        json.WriteEndArray();
        WriteTail(json, chunk.Reply, chunk.Said, chunk.Thought);
        if (chunk.First)
        {
            WriteEcho(json, chunk.Reply);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the answer to a prompt that is not answered: no candidates, and the reason.</summary>
    public static void WriteBlocked(Utf8JsonWriter json, GeminiReply reply)
    {
        json.WriteStartObject();
        json.WriteStartObject("promptFeedback");
        json.WriteString("blockReason", "SAFETY");
        json.WriteStartArray("safetyRatings");
        json.WriteStartObject();
        json.WriteString("category", "HARM_CATEGORY_DANGEROUS_CONTENT");
        json.WriteString("probability", "HIGH");
        json.WriteBoolean("blocked", true);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("usageMetadata");
        json.WriteNumber("promptTokenCount", reply.InputTokens);
        json.WriteNumber("totalTokenCount", reply.InputTokens);
        WriteModality(json, "promptTokensDetails", reply.InputTokens);
        json.WriteEndObject();
        json.WriteString("modelVersion", reply.Request.Model);
        json.WriteString("responseId", reply.Id);
        json.WriteEndObject();
    }

    public static void WriteModality(Utf8JsonWriter json, string name, int tokens)
    {
        json.WriteStartArray(name);
        json.WriteStartObject();
        json.WriteString("modality", "TEXT");
        json.WriteNumber("tokenCount", tokens);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void StartContent(Utf8JsonWriter json)
    {
        json.WriteStartObject("content");
        json.WriteStartArray("parts");
    }

    private static void EndContent(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteString("role", "model");
        json.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter json, GeminiReply reply, GeminiPart part)
    {
        json.WriteStartObject();
        if (part.Call is { } call)
        {
            json.WriteStartObject("functionCall");
            if (reply.Request.Signs)
            {
                json.WriteString("id", call.Id);
            }

            json.WriteString("name", call.Name);
            json.WritePropertyName("args");
            json.WriteRawValue(call.Arguments, skipInputValidation: true);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("text", part.Text.Span);
            if (part.Thought)
            {
                json.WriteBoolean("thought", true);
            }
        }

        if (part.Signature is { } signature)
        {
            json.WriteString("thoughtSignature", signature);
        }

        json.WriteEndObject();
    }

    // The candidates' tokens do not include the thoughts'; the total has both.
    private static void WriteTail(Utf8JsonWriter json, GeminiReply reply, int said, int thought)
    {
        json.WriteStartObject("usageMetadata");
        json.WriteNumber("promptTokenCount", reply.InputTokens);
        if (said > 0)
        {
            json.WriteNumber("candidatesTokenCount", said);
        }

        json.WriteNumber("totalTokenCount", reply.InputTokens + said + thought);
        if (reply.CachedTokens > 0)
        {
            json.WriteNumber("cachedContentTokenCount", reply.CachedTokens);
        }

        WriteModality(json, "promptTokensDetails", reply.InputTokens);
        if (reply.CachedTokens > 0)
        {
            WriteModality(json, "cacheTokensDetails", reply.CachedTokens);
        }

        if (thought > 0)
        {
            json.WriteNumber("thoughtsTokenCount", thought);
        }

        json.WriteEndObject();
        json.WriteString("modelVersion", reply.Request.Model);
        json.WriteString("responseId", reply.Id);
    }

    private static void WriteEcho(Utf8JsonWriter json, GeminiReply reply) => SimulatorEcho.Write(
        json, reply.Provider, reply.Request.Root, reply.Request.Root.GetProperty("contents"), GeminiCheck.Known);
}
