using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Finish reasons: those of all providers of this dialect in, OpenAI's out.</summary>
internal static class OpenAIChatFinish
{
    /// <summary>Reads a provider's word; null while there is none.</summary>
    /// <param name="word">The word.</param>
    /// <param name="called">The choice has tool calls: some providers say stop all the same.</param>
    public static FinishReason? Read(string? word, bool called) => word switch
    {
        // Baichuan writes an empty string while it runs, Qwen's own door the text null.
        null or "" or "null" => null,
        "length" => FinishReason.Length,
        "model_length" or "model_context_window_exceeded" => FinishReason.ContextLength,
        "tool_calls" or "function_call" => FinishReason.ToolCalls,
        "content_filter" or "sensitive" or "refuse_answer" => FinishReason.ContentFilter,
        "network_error" or "error" or "insufficient_system_resource" => FinishReason.Error,
        _ => called ? FinishReason.ToolCalls : FinishReason.Stop,
    };

    /// <summary>OpenAI's word.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="legacy">The client uses <c>functions</c>.</param>
    public static string Write(FinishReason reason, bool legacy) => reason switch
    {
        FinishReason.Length or FinishReason.ContextLength => "length",
        FinishReason.ToolCalls => legacy ? "function_call" : "tool_calls",
        FinishReason.ContentFilter => "content_filter",
        FinishReason.Error => "error",
        _ => "stop",
    };

    /// <summary>The error that a finish reason stands for.</summary>
    public static AnswerError Error(string? word) =>
        new(word, "server_error", $"The provider broke off the answer with the finish reason {word}.");
}
