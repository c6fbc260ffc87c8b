using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Writes <c>generationConfig</c>.</summary>
internal static class GeminiConfigWriter
{
    private const string Path = "generationConfig";
    private const int MostChoices = 8;

    public static void Write(GeminiWriting writing)
    {
        var json = writing.Json;
        json.WriteStartObject("generationConfig"u8);
        WriteNumbers(writing);
        WriteFormat(writing);
        GeminiThinkingWriter.Write(writing);
        WriteModalities(writing);
        writing.WriteExtras(Path);
        json.WriteEndObject();
    }

    private static void WriteNumbers(GeminiWriting writing)
    {
        var request = writing.Request;
        var json = writing.Json;
        Number(json, "temperature"u8, request.Temperature);
        Number(json, "topP"u8, request.TopP);
        Number(json, "topK"u8, request.TopK);
        Number(json, "maxOutputTokens"u8, request.MaxOutputTokens);
        Number(json, "presencePenalty"u8, request.PresencePenalty);
        Number(json, "frequencyPenalty"u8, request.FrequencyPenalty);
        Number(json, "seed"u8, request.Seed);
        Number(json, "candidateCount"u8, Choices(writing));
        if (request.Logprobs is { } logprobs)
        {
            json.WriteBoolean("responseLogprobs"u8, logprobs);
        }

        Number(json, "logprobs"u8, request.TopLogprobs);
        if (request.Stop is { Count: > 0 } stop)
        {
            json.WriteStartArray("stopSequences"u8);
            foreach (var one in stop)
            {
                json.WriteStringValue(one);
            }

            json.WriteEndArray();
        }
    }

    private static int? Choices(GeminiWriting writing)
    {
        if (writing.Request.Choices is not > MostChoices)
        {
            return writing.Request.Choices;
        }

        writing.Losses.Add(
            LossKind.Clamped, writing.Request.PathOf(RequestField.Choices), $"Gemini gives {MostChoices} at most.");
        return MostChoices;
    }

    private static void WriteFormat(GeminiWriting writing)
    {
        if (writing.Request.ResponseFormat is not { Kind: not ResponseFormatKind.Text } format)
        {
            return;
        }

        writing.Json.WriteString("responseMimeType"u8, "application/json"u8);
        if (format is not { Kind: ResponseFormatKind.JsonSchema, Schema: { } schema })
        {
            return;
        }

        if (writing.Model.TakesJsonSchema)
        {
            writing.Json.WritePropertyName("responseJsonSchema"u8);
            writing.Json.WriteRaw(schema);
            return;
        }

        writing.Json.WritePropertyName("responseSchema"u8);
        new GeminiSchemaWriter(writing.Json, schema, writing.Losses)
            .Write(writing.Request.PathOf(RequestField.ResponseFormat));
    }

    // OpenAI's list of what the answer may be made of.
    private static void WriteModalities(GeminiWriting writing)
    {
        if (writing.SameDialect || writing.Request.Take("modalities") is not { } extra
            || extra.Value.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        writing.Json.WriteStartArray("responseModalities"u8);
        foreach (var item in extra.Value.EnumerateArray())
        {
            if (Reading.JsonElements.Text(item) is { } modality)
            {
                writing.Json.WriteStringValue(modality.ToUpperInvariant());
            }
        }

        writing.Json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void Number(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
