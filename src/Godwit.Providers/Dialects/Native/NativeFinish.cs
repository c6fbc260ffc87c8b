using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.Native;

/// <summary>The finish reasons of the makers' own doors, which share their words.</summary>
internal static class NativeFinish
{
    public static FinishReason Of(string raw) => raw switch
    {
        "length" => FinishReason.Length,
        "tool_calls" => FinishReason.ToolCalls,
        "sensitive" or "content_filter" => FinishReason.ContentFilter,
        "context" => FinishReason.ContextLength,
        _ => FinishReason.Stop,
    };

    /// <summary>The reason of a whole answer: a call waits for its result, whatever the word.</summary>
    public static FinishReason Of(string raw, bool hasCalls) =>
        Of(raw) is var reason && hasCalls && reason == FinishReason.Stop ? FinishReason.ToolCalls : reason;
}
