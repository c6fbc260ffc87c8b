using System.Runtime.InteropServices;
using System.Text.Json;
using Godwit.Policy.Contracts;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Reads a usage object in the spellings of this dialect's providers, and writes OpenAI's.</summary>
internal static class OpenAIChatUsage
{
    /// <summary>Reads a usage that was parsed before; null when it is no object.</summary>
    public static TokenUsage? Read(JsonElement? usage)
    {
        if (usage is not { ValueKind: JsonValueKind.Object } value)
        {
            return null;
        }

        var json = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(value));
        json.Read();
        return Read(ref json);
    }

    /// <summary>Reads the object the reader stands on and moves to its end; null when it is no object.</summary>
    public static TokenUsage? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        var found = default(Figures);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            switch (name)
            {
                case var _ when name.SequenceEqual("prompt_tokens"u8) || name.SequenceEqual("input_tokens"u8):
                    found.Input = Number(ref json) ?? found.Input;
                    break;
                case var _ when name.SequenceEqual("completion_tokens"u8) || name.SequenceEqual("output_tokens"u8):
                    found.Output = Number(ref json) ?? found.Output;
                    break;
                case var _ when name.SequenceEqual("total_tokens"u8):
                    found.Total = Number(ref json);
                    break;
                case var _ when name.EndsWith("_details"u8):
                    ReadDetails(ref json, name.StartsWith("completion"u8) || name.StartsWith("output"u8), ref found);
                    break;
                default:
                    ReadDetail(ref json, name, ref found);
                    break;
            }
        }

        return found.Usage;
    }

    /// <summary>Writes the object as OpenAI has it.</summary>
    public static void Write(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteStartObject();
        json.WriteNumber("prompt_tokens"u8, usage.InputTokens ?? 0);
        json.WriteNumber("completion_tokens"u8, usage.OutputTokens ?? 0);
        json.WriteNumber("total_tokens"u8, (usage.InputTokens ?? 0) + (usage.OutputTokens ?? 0));
        if ((usage.CacheReadInputTokens ?? usage.CacheWriteInputTokens ?? usage.AudioInputTokens) is not null)
        {
            json.WriteStartObject("prompt_tokens_details"u8);
            WriteFigure(json, "cached_tokens"u8, usage.CacheReadInputTokens ?? 0);
            WriteFigure(json, "cache_write_tokens"u8, usage.CacheWriteInputTokens);
            WriteFigure(json, "audio_tokens"u8, usage.AudioInputTokens);
            json.WriteEndObject();
        }

        if ((usage.ReasoningOutputTokens ?? usage.AudioOutputTokens) is not null)
        {
            json.WriteStartObject("completion_tokens_details"u8);
            WriteFigure(json, "reasoning_tokens"u8, usage.ReasoningOutputTokens ?? 0);
            WriteFigure(json, "audio_tokens"u8, usage.AudioOutputTokens);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteFigure(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? figure)
    {
        if (figure is { } tokens)
        {
            json.WriteNumber(name, tokens);
        }
    }

    // OpenAI, Qwen and DeepSeek: prompt_tokens_details, completion_tokens_details. Mistral also prompt_token_details.
    private static void ReadDetails(ref Utf8JsonReader json, bool output, ref Figures found)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            if (!name.SequenceEqual("audio_tokens"u8))
            {
                ReadDetail(ref json, name, ref found);
            }
            else if (output)
            {
                found.AudioOutput = Number(ref json) ?? found.AudioOutput;
            }
            else
            {
                found.AudioInput = Number(ref json) ?? found.AudioInput;
            }
        }
    }

    // cached_tokens: in the details, or flat at Baidu and Moonshot; DeepSeek and Mistral have words of their own.
    // cache_write_tokens: OpenAI and Moonshot; cache_creation_input_tokens: Qwen.
    private static void ReadDetail(ref Utf8JsonReader json, ReadOnlySpan<byte> name, ref Figures found)
    {
        if (name.SequenceEqual("cached_tokens"u8) || name.SequenceEqual("prompt_cache_hit_tokens"u8)
            || name.SequenceEqual("num_cached_tokens"u8))
        {
            found.CacheRead = Number(ref json) ?? found.CacheRead;
        }
        else if (name.SequenceEqual("cache_write_tokens"u8) || name.SequenceEqual("cache_creation_input_tokens"u8))
        {
            found.CacheWrite = Number(ref json) ?? found.CacheWrite;
        }
        else if (name.SequenceEqual("reasoning_tokens"u8))
        {
            found.Reasoning = Number(ref json) ?? found.Reasoning;
        }
        else
        {
            json.Skip();
        }
    }

    private static long? Number(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var value) && value >= 0)
        {
            return value;
        }

        json.Skip();
        return null;
    }

    private record struct Figures
    {
        public long? Input;
        public long? Output;
        public long? Total;
        public long? CacheRead;
        public long? CacheWrite;
        public long? Reasoning;
        public long? AudioInput;
        public long? AudioOutput;

        // xAI counts reasoning beside completion_tokens, everybody else inside; the total tells which it is.
        public readonly TokenUsage Usage => new(
            Input,
            Reasoning > 0 && Total is not null && Input + Output + Reasoning == Total ? Output + Reasoning : Output,
            CacheRead,
            Reasoning)
        {
            CacheWriteInputTokens = CacheWrite,
            AudioInputTokens = AudioInput,
            AudioOutputTokens = AudioOutput,
        };
    }
}
