using System.Collections.Immutable;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Reports;

/// <summary>What providers count of a request, beside all of its input and all of its output.</summary>
internal static class TokenKinds
{
    /// <summary>Parts of the input or of the output, and calls of tools: never to be added to either.</summary>
    public static ImmutableArray<(string Name, Func<TokenUsage, long?> Of)> All { get; } =
    [
        ("cache_read_input", u => u.CacheReadInputTokens),
        ("cache_write_input", u => u.CacheWriteInputTokens),
        ("cache_write_hour_input", u => u.CacheWriteHourInputTokens),
        ("audio_input", u => u.AudioInputTokens),
        ("image_input", u => u.ImageInputTokens),
        ("reasoning_output", u => u.ReasoningOutputTokens),
        ("audio_output", u => u.AudioOutputTokens),
        ("image_output", u => u.ImageOutputTokens),
        ("server_tool_calls", u => u.ServerToolCalls),
    ];
}
