using System.Text.Json;
using Godwit.Policy.Contracts;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// Reads and writes <c>usageMetadata</c>. Cached tokens are part of the prompt's; thoughts stand beside the
/// candidates'; what tools put into the prompt stands beside the prompt unless the total says otherwise.
/// </summary>
internal static class GeminiUsage
{
    /// <summary>Reads the object the reader stands on and moves to its end; null when it is no object.</summary>
    public static TokenUsage? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        var counts = default(Counts);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            ReadMember(ref json, name, ref counts);
        }

        var output = counts.Candidates + counts.Thoughts ?? counts.Candidates ?? counts.Thoughts;
        var tools = counts.Tools is { } used && counts.Prompt + (output ?? 0) != counts.Total ? used : 0;
        return new TokenUsage(counts.Prompt + tools, output, counts.Cached, counts.Thoughts)
        {
            AudioInputTokens = counts.AudioInput,
            AudioOutputTokens = counts.AudioOutput,
        };
    }

    /// <summary>Writes the member and its object.</summary>
    public static void Write(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteStartObject("usageMetadata"u8);
        Write(json, "promptTokenCount"u8, usage.InputTokens);
        Write(json, "candidatesTokenCount"u8, usage.OutputTokens - (usage.ReasoningOutputTokens ?? 0));
        Write(json, "totalTokenCount"u8, (usage.InputTokens ?? 0) + (usage.OutputTokens ?? 0));
        Write(json, "cachedContentTokenCount"u8, usage.CacheReadInputTokens is > 0 ? usage.CacheReadInputTokens : null);
        Write(json, "thoughtsTokenCount"u8, usage.ReasoningOutputTokens is > 0 ? usage.ReasoningOutputTokens : null);
        WriteAudio(json, "promptTokensDetails"u8, usage.InputTokens, usage.AudioInputTokens);
        WriteAudio(
            json, "candidatesTokensDetails"u8, usage.OutputTokens - (usage.ReasoningOutputTokens ?? 0),
            usage.AudioOutputTokens);
        json.WriteEndObject();
    }

    private static void ReadMember(ref Utf8JsonReader json, ReadOnlySpan<byte> name, ref Counts counts)
    {
        switch (name)
        {
            case var _ when name.SequenceEqual("promptTokenCount"u8):
                counts.Prompt = Number(ref json) ?? counts.Prompt;
                break;
            case var _ when name.SequenceEqual("candidatesTokenCount"u8):
                counts.Candidates = Number(ref json) ?? counts.Candidates;
                break;
            case var _ when name.SequenceEqual("thoughtsTokenCount"u8):
                counts.Thoughts = Number(ref json);
                break;
            case var _ when name.SequenceEqual("cachedContentTokenCount"u8):
                counts.Cached = Number(ref json);
                break;
            case var _ when name.SequenceEqual("toolUsePromptTokenCount"u8):
                counts.Tools = Number(ref json);
                break;
            case var _ when name.SequenceEqual("totalTokenCount"u8):
                counts.Total = Number(ref json);
                break;
            case var _ when name.SequenceEqual("promptTokensDetails"u8):
                counts.AudioInput = Audio(ref json);
                break;
            case var _ when name.SequenceEqual("candidatesTokensDetails"u8):
                counts.AudioOutput = Audio(ref json);
                break;
            default:
                json.Skip();
                break;
        }
    }

    // [{"modality": "AUDIO", "tokenCount": 25}, …]
    private static long? Audio(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return null;
        }

        long? found = null;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            var audio = false;
            long? tokens = null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isCount = json.ValueTextEquals("tokenCount"u8);
                var isModality = json.ValueTextEquals("modality"u8);
                json.Read();
                if (isCount)
                {
                    tokens = Number(ref json);
                    continue;
                }

                audio |= isModality && json.TokenType == JsonTokenType.String && json.ValueTextEquals("AUDIO"u8);
                json.Skip();
            }

            found = audio ? tokens : found;
        }

        return found;
    }

    private static long? Number(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var value)
            && value is >= 0 and <= int.MaxValue)
        {
            return value;
        }

        json.Skip();
        return null;
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, Math.Max(number, 0));
        }
    }

    private static void WriteAudio(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? all, long? audio)
    {
        if (audio is not > 0)
        {
            return;
        }

        json.WriteStartArray(name);
        json.WriteStartObject();
        json.WriteString("modality"u8, "TEXT"u8);
        json.WriteNumber("tokenCount"u8, Math.Max((all ?? 0) - audio.Value, 0));
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("modality"u8, "AUDIO"u8);
        json.WriteNumber("tokenCount"u8, audio.Value);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private struct Counts
    {
        public long? Prompt;
        public long? Candidates;
        public long? Thoughts;
        public long? Cached;
        public long? Tools;
        public long? Total;
        public long? AudioInput;
        public long? AudioOutput;
    }
}
