using System.Buffers;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Embeddings;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Answers of embedContent and batchEmbedContents.</summary>
internal static class GeminiEmbeddingAnswers
{
    /// <summary>Reads the answer to a batchEmbedContents.</summary>
    public static EmbeddingAnswer? Read(ReadOnlyMemory<byte> body)
    {
        using var document = AnswerDocument.Parse(body);
        if (document?.RootElement is not { } root
            || root.At("embeddings"u8) is not { ValueKind: JsonValueKind.Array } embeddings)
        {
            return null;
        }

        var vectors = new List<float[]>(embeddings.GetArrayLength());
        foreach (var one in embeddings.EnumerateArray())
        {
            if (EmbeddingVectors.Read(one.At("values"u8)) is not { } vector)
            {
                return null;
            }

            vectors.Add(vector);
        }

        var tokens = root.At("usageMetadata"u8)?.TokensAt("promptTokenCount"u8);
        return new EmbeddingAnswer
        {
            Vectors = vectors, Usage = tokens is null ? null : new TokenUsage(tokens, null, null, null),
        };
    }

    /// <summary>Writes an answer in the form that the request asks for.</summary>
    public static void Write(EmbeddingAnswer answer, EmbeddingRequest request, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        json.WriteStartObject();
        if (request.IsBatch)
        {
            json.WriteStartArray("embeddings"u8);
            foreach (var vector in answer.Vectors)
            {
                WriteOne(json, vector);
            }

            json.WriteEndArray();
        }
        else
        {
            json.WritePropertyName("embedding"u8);
            WriteOne(json, answer.Vectors[0]);
        }

        if (answer.Usage?.InputTokens is { } tokens)
        {
            json.WriteStartObject("usageMetadata"u8);
            json.WriteNumber("promptTokenCount"u8, tokens);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteOne(Utf8JsonWriter json, float[] vector)
    {
        json.WriteStartObject();
        json.WritePropertyName("values"u8);
        EmbeddingVectors.WriteNumbers(json, vector);
        json.WriteEndObject();
    }
}
