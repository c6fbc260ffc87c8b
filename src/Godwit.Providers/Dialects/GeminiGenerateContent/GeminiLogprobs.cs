using System.Buffers;
using System.Text;
using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.Reading;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Probabilities between <c>logprobsResult</c> and OpenAI's shape.</summary>
internal static class GeminiLogprobs
{
    /// <summary>OpenAI's shape of a candidate's <c>logprobsResult</c>; null when it has none.</summary>
    public static JsonElement? Read(JsonElement result)
    {
        var chosen = result.ItemsAt("chosenCandidates"u8).ToArray();
        if (chosen.Length == 0)
        {
            return null;
        }

        var top = result.ItemsAt("topCandidates"u8).ToArray();
        var output = new ArrayBufferWriter<byte>();
        using (var json = SseText.Json(output))
        {
            json.WriteStartObject();
            json.WriteStartArray("content"u8);
            for (var i = 0; i < chosen.Length; i++)
            {
                json.WriteStartObject();
                WriteToken(json, chosen[i]);
                json.WriteStartArray("top_logprobs"u8);
                foreach (var other in i < top.Length ? top[i].ItemsAt("candidates"u8) : default)
                {
                    json.WriteStartObject();
                    WriteToken(json, other);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(output.WrittenMemory);
        return document.RootElement.Clone();
    }

    /// <summary>Writes the member <c>logprobsResult</c> from OpenAI's shape.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement logprobs)
    {
        var tokens = logprobs.ItemsAt("content"u8).ToArray();
        json.WriteStartObject("logprobsResult"u8);
        json.WriteStartArray("chosenCandidates"u8);
        foreach (var token in tokens)
        {
            WriteCandidate(json, token);
        }

        json.WriteEndArray();
        json.WriteStartArray("topCandidates"u8);
        foreach (var token in tokens)
        {
            json.WriteStartObject();
            json.WriteStartArray("candidates"u8);
            foreach (var other in token.ItemsAt("top_logprobs"u8))
            {
                WriteCandidate(json, other);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter json, JsonElement candidate)
    {
        var token = candidate.TextAt("token"u8) ?? "";
        json.WriteString("token"u8, token);
        json.WriteNumber("logprob"u8, NumberAt(candidate, "logProbability"u8));
        json.WriteStartArray("bytes"u8);
        foreach (var one in Encoding.UTF8.GetBytes(token))
        {
            json.WriteNumberValue(one);
        }

        json.WriteEndArray();
    }

    private static void WriteCandidate(Utf8JsonWriter json, JsonElement token)
    {
        json.WriteStartObject();
        json.WriteString("token"u8, token.TextAt("token"u8) ?? "");
        json.WriteNumber("logProbability"u8, NumberAt(token, "logprob"u8));
        json.WriteEndObject();
    }

    private static double NumberAt(JsonElement element, ReadOnlySpan<byte> name) =>
        element.At(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number)
            && double.IsFinite(number) ? number : 0;
}
