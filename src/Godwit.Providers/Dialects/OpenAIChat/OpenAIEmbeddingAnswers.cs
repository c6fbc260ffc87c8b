using System.Buffers;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Embeddings;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Answers of <c>/v1/embeddings</c>.</summary>
internal static class OpenAIEmbeddingAnswers
{
    public static EmbeddingAnswer? Read(ReadOnlyMemory<byte> body)
    {
        using var document = AnswerDocument.Parse(body);
        if (document?.RootElement is not { } root || root.At("data"u8) is not { ValueKind: JsonValueKind.Array } data)
        {
            return null;
        }

        var vectors = new float[data.GetArrayLength()][];
        var place = 0;
        foreach (var item in data.EnumerateArray())
        {
            // In order as a rule; the index is what counts.
            var index = item.CountAt("index"u8) ?? place;
            if (index >= vectors.Length || vectors[index] is not null
                || EmbeddingVectors.Read(item.At("embedding"u8)) is not { } vector)
            {
                return null;
            }

            vectors[index] = vector;
            place++;
        }

        return new EmbeddingAnswer
        {
            Vectors = vectors, Model = root.TextAt("model"u8), Usage = UsageOf(root),
        };
    }

    public static void Write(
        EmbeddingAnswer answer, EmbeddingRequest request, string model, LossReport losses, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        for (var i = 0; i < answer.Vectors.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "embedding"u8);
            json.WriteNumber("index"u8, i);
            json.WritePropertyName("embedding"u8);
            if (request.Base64)
            {
                EmbeddingVectors.WriteBase64(json, answer.Vectors[i]);
            }
            else
            {
                EmbeddingVectors.WriteNumbers(json, answer.Vectors[i]);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model"u8, model);
        WriteUsage(json, answer.Usage?.InputTokens, losses);
        json.WriteEndObject();
    }

    // Clients count on the object being there.
    // All that vectors take is input, also where a provider tells a total alone.
    private static TokenUsage? UsageOf(JsonElement root) => OpenAIChatUsage.Read(root.At("usage"u8)) is { } usage
        ? usage with { InputTokens = usage.InputTokens ?? usage.TotalTokens, TotalTokens = null } : null;

    private static void WriteUsage(Utf8JsonWriter json, long? tokens, LossReport losses)
    {
        if (tokens is null)
        {
            losses.Drop("answer:usage", "The provider counted no tokens; zeros stand for what is not known.");
        }

        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, tokens ?? 0);
        json.WriteNumber("total_tokens"u8, tokens ?? 0);
        json.WriteEndObject();
    }
}
