using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Chat;

/// <summary>What an answer used.</summary>
/// <param name="Input">All input tokens.</param>
/// <param name="Cached">Those of the input that were seen before.</param>
/// <param name="Content">Tokens of the answers' texts and tool calls.</param>
/// <param name="Reasoning">Tokens of the chains of thought.</param>
internal readonly record struct TokenUsage(int Input, int Cached, int Content, int Reasoning)
{
    /// <summary>Writes the object in the provider's form.</summary>
    public void Write(Utf8JsonWriter json, ProviderQuirks quirks)
    {
        int completion = quirks.ReasoningOutsideCompletion ? Content : Content + Reasoning;
        json.WriteStartObject();
        json.WriteNumber("prompt_tokens", Input);
        json.WriteNumber("completion_tokens", completion);
        json.WriteNumber("total_tokens", Input + Content + Reasoning);
        if (quirks.CacheHitAndMiss)
        {
            json.WriteNumber("prompt_cache_hit_tokens", Cached);
            json.WriteNumber("prompt_cache_miss_tokens", Input - Cached);
        }

        if (quirks.UsageDetails)
        {
            json.WriteStartObject("prompt_tokens_details");
            json.WriteNumber("cached_tokens", Cached);
            json.WriteNumber("audio_tokens", 0);
            json.WriteEndObject();
            json.WriteStartObject("completion_tokens_details");
            json.WriteNumber("reasoning_tokens", Reasoning);
            json.WriteNumber("audio_tokens", 0);
            json.WriteNumber("accepted_prediction_tokens", 0);
            json.WriteNumber("rejected_prediction_tokens", 0);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
