using System.Text.Json;
using Godwit.Policy.Contracts;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Reads a usage object in the spellings of the providers that speak this dialect.</summary>
internal static class OpenAIChatUsage
{
    /// <summary>Reads the object the reader stands on and moves to its end; null when it is no object.</summary>
    public static TokenUsage? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        long? input = null, output = null, total = null, cached = null, reasoning = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            switch (name)
            {
                case var _ when name.SequenceEqual("prompt_tokens"u8) || name.SequenceEqual("input_tokens"u8):
                    input = Number(ref json) ?? input;
                    break;
                case var _ when name.SequenceEqual("completion_tokens"u8) || name.SequenceEqual("output_tokens"u8):
                    output = Number(ref json) ?? output;
                    break;
                case var _ when name.SequenceEqual("total_tokens"u8):
                    total = Number(ref json);
                    break;
                case var _ when name.EndsWith("_details"u8):
                    ReadDetails(ref json, ref cached, ref reasoning);
                    break;
                default:
                    ReadDetail(ref json, name, ref cached, ref reasoning);
                    break;
            }
        }

        return new TokenUsage(input, WithReasoning(input, output, reasoning, total), cached, reasoning);
    }

    // OpenAI, Qwen and DeepSeek: prompt_tokens_details, completion_tokens_details. Mistral also prompt_token_details.
    private static void ReadDetails(ref Utf8JsonReader json, ref long? cached, ref long? reasoning)
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
            ReadDetail(ref json, name, ref cached, ref reasoning);
        }
    }

    // cached_tokens: in the details, or flat at Baidu and Moonshot; DeepSeek and Mistral have words of their own.
    private static void ReadDetail(
        ref Utf8JsonReader json, ReadOnlySpan<byte> name, ref long? cached, ref long? reasoning)
    {
        if (name.SequenceEqual("cached_tokens"u8) || name.SequenceEqual("prompt_cache_hit_tokens"u8)
            || name.SequenceEqual("num_cached_tokens"u8))
        {
            cached = Number(ref json) ?? cached;
        }
        else if (name.SequenceEqual("reasoning_tokens"u8))
        {
            reasoning = Number(ref json) ?? reasoning;
        }
        else
        {
            json.Skip();
        }
    }

    // xAI counts reasoning beside completion_tokens, everybody else inside; the total tells which it is.
    private static long? WithReasoning(long? input, long? output, long? reasoning, long? total) =>
        reasoning > 0 && total is not null && input + output + reasoning == total ? output + reasoning : output;

    private static long? Number(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var value) && value >= 0)
        {
            return value;
        }

        json.Skip();
        return null;
    }
}
