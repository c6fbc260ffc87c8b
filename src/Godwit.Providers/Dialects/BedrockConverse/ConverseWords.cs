using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.BedrockConverse;

/// <summary>What whole answers and streams have in common.</summary>
internal static class ConverseWords
{
    public static FinishReason FinishOf(string? stopReason) => stopReason switch
    {
        "max_tokens" => FinishReason.Length,
        "tool_use" => FinishReason.ToolCalls,
        "content_filtered" or "guardrail_intervened" => FinishReason.ContentFilter,
        "model_context_window_exceeded" => FinishReason.ContextLength,
        _ => FinishReason.Stop,
    };

    /// <summary>
    /// Usage: <c>inputTokens</c> leaves out what was read from and written to the cache, and <c>cacheDetails</c> tells
    /// what was written for how long.
    /// </summary>
    public static TokenUsage? UsageOf(JsonElement? usage)
    {
        if (usage is not { ValueKind: JsonValueKind.Object } tokens)
            return null;
        var (read, written) = (tokens.TokensAt("cacheReadInputTokens"u8), tokens.TokensAt("cacheWriteInputTokens"u8));
        var input = tokens.TokensAt("inputTokens"u8);
        long? hour = null;
        foreach (var detail in tokens.ItemsAt("cacheDetails"u8))
        {
            if (detail.TextAt("ttl"u8) == "1h")
                hour = (hour ?? 0) + (detail.TokensAt("inputTokens"u8) ?? 0);
        }

        return new TokenUsage(
            input is null ? null : input + (read ?? 0) + (written ?? 0), tokens.TokensAt("outputTokens"u8), read, null)
        {
            CacheWriteInputTokens = written,
            CacheWriteHourInputTokens = hour,
        };
    }
}
