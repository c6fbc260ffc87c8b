using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Godwit.Simulator.Wire;

/// <summary>
/// The <c>simulator</c> member of an answer: who answered, the fields it did not know with their exact bytes, and a
/// digest of the messages' bytes, so that a test can tell what arrived.
/// </summary>
internal static class SimulatorEcho
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "model", "messages", "prompt", "input", "suffix", "echo", "best_of", "temperature", "top_p", "top_k", "n",
        "stop", "stream", "stream_options", "max_tokens", "max_completion_tokens", "presence_penalty",
        "frequency_penalty", "logit_bias", "logprobs", "top_logprobs", "response_format", "tools", "tool_choice",
        "parallel_tool_calls", "functions", "function_call", "reasoning_effort", "verbosity", "modalities", "audio",
        "prediction",
        "web_search_options", "store", "metadata", "service_tier", "safety_identifier", "prompt_cache_key",
        "prompt_cache_options", "prompt_cache_retention", "moderation", "seed", "user", "dimensions",
        "encoding_format", "thinking", "enable_thinking", "thinking_budget", "reasoning_split", "tool_stream",
    }.ToFrozenSet();

    public static void Write(
        Utf8JsonWriter json, string provider, JsonElement root, JsonElement messages, FrozenSet<string>? known = null)
    {
        json.WriteStartObject("simulator");
        json.WriteString("provider", provider);
        json.WriteStartObject("unknown_fields");
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!(known ?? Known).Contains(property.Name))
            {
                json.WritePropertyName(property.Name);
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(property.Value), skipInputValidation: true);
            }
        }

        json.WriteEndObject();
        if (messages.ValueKind != JsonValueKind.Undefined)
        {
            Span<byte> digest = stackalloc byte[32];
            Span<byte> hex = stackalloc byte[64];
            SHA256.HashData(JsonMarshal.GetRawUtf8Value(messages), digest);
            Convert.TryToHexStringLower(digest, hex, out _);
            json.WriteString("messages_sha256", hex);
        }

        json.WriteEndObject();
    }
}
