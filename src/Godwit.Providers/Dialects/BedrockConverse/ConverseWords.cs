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

    /// <summary>Usage: <c>inputTokens</c> leaves out what was read from and written to the cache.</summary>
    public static TokenUsage? UsageOf(JsonElement? usage)
    {
        if (usage is not { ValueKind: JsonValueKind.Object } tokens)
            return null;
        var (read, written) = (tokens.CountAt("cacheReadInputTokens"u8), tokens.CountAt("cacheWriteInputTokens"u8));
        var input = tokens.CountAt("inputTokens"u8);
        return new TokenUsage(
            input is null ? null : input + (read ?? 0) + (written ?? 0), tokens.CountAt("outputTokens"u8), read, null)
        {
            CacheWriteInputTokens = written,
        };
    }
}
