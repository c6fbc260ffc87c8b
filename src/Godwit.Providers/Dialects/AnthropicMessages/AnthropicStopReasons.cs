using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Anthropic's words for why a model stopped.</summary>
internal static class AnthropicStopReasons
{
    /// <summary>The meaning of a word; one that is not known ends an answer like any other.</summary>
    public static FinishReason Read(string? reason) => reason switch
    {
        "max_tokens" => FinishReason.Length,
        "tool_use" => FinishReason.ToolCalls,
        "pause_turn" => FinishReason.Pause,
        "refusal" => FinishReason.ContentFilter,
        "model_context_window_exceeded" => FinishReason.ContextLength,
        _ => FinishReason.Stop,
    };

    /// <summary>The word for a client; null for an answer that failed.</summary>
    /// <param name="reason">Why the model stopped.</param>
    /// <param name="stopSequence">The stop sequence that was met.</param>
    /// <param name="calls">The answer calls tools: clients look for this word, and some providers say stop.</param>
    /// <param name="refused">The model refused in words of its own.</param>
    public static string? Write(FinishReason? reason, string? stopSequence, bool calls, bool refused) => reason switch
    {
        FinishReason.Length => "max_tokens",
        FinishReason.ContentFilter => "refusal",
        FinishReason.ContextLength => "model_context_window_exceeded",
        FinishReason.Pause => "pause_turn",
        FinishReason.ToolCalls => "tool_use",
        FinishReason.Stop when calls => "tool_use",
        FinishReason.Stop when refused => "refusal",
        FinishReason.Stop => stopSequence is null ? "end_turn" : "stop_sequence",
        _ => null,
    };
}
