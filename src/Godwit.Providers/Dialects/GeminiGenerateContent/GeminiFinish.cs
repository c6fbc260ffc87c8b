using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Gemini's words for why a model stopped.</summary>
internal static class GeminiFinish
{
    /// <summary>What a word means.</summary>
    /// <param name="word">Gemini's word.</param>
    /// <param name="called">The answer has calls: Gemini says STOP for them too.</param>
    public static FinishReason Read(string word, bool called) => word switch
    {
        "STOP" => called ? FinishReason.ToolCalls : FinishReason.Stop,
        "MAX_TOKENS" => FinishReason.Length,
        "SAFETY" or "RECITATION" or "LANGUAGE" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "IMAGE_SAFETY"
            or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_RECITATION" or "MODEL_ARMOR" or "JAILBREAK" =>
            FinishReason.ContentFilter,
        "CONTINUATION" => FinishReason.Pause,
        _ => FinishReason.Error,
    };

    /// <summary>The word for a client.</summary>
    /// <param name="reason">Why the model stopped.</param>
    /// <param name="raw">The provider's own word.</param>
    /// <param name="provider">The dialect that word is of.</param>
    public static string Write(FinishReason? reason, string? raw, Dialect provider) =>
        provider == Dialect.GeminiGenerateContent && raw is not null ? raw : reason switch
        {
            FinishReason.Length or FinishReason.ContextLength => "MAX_TOKENS",
            FinishReason.ContentFilter => "SAFETY",
            FinishReason.Pause or FinishReason.Error => "OTHER",
            _ => "STOP",
        };

    /// <summary>What the word alone does not tell a client; null when it tells all.</summary>
    public static string? Message(FinishReason? reason, Dialect provider) => reason switch
    {
        _ when provider == Dialect.GeminiGenerateContent => null,
        FinishReason.ContextLength => "The context window is full.",
        FinishReason.Pause => "The provider paused; the same conversation sent again goes on.",
        FinishReason.Error => "The provider failed.",
        _ => null,
    };
}
