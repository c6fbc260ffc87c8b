using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Gemini;

/// <summary>An answer in Gemini's form, before it is written plain or as a stream.</summary>
internal sealed record GeminiReply
{
    public required GeminiRequest Request { get; init; }

    public required string Provider { get; init; }

    public required string Id { get; init; }

    public required IReadOnlyList<ChatAnswer> Answers { get; init; }

    public required int InputTokens { get; init; }

    public required int CachedTokens { get; init; }

    /// <summary>The signature of a text's end and, by function, of the first call.</summary>
    public required Func<string, string> Sign { get; init; }

    public int ContentTokens => Answers.Sum(answer => answer.ContentTokens);

    public int ThoughtTokens => Answers.Sum(answer => answer.ReasoningTokens);

    /// <summary>The wire's word for the end of an answer; calls of functions have none of their own.</summary>
    public static string FinishName(Finish finish) => finish switch
    {
        Finish.Length => "MAX_TOKENS",
        Finish.Filtered => "SAFETY",
        _ => "STOP",
    };
}
