namespace Godwit.Simulator.Chat;

/// <summary>One answer, before it is written plain or as a stream.</summary>
/// <param name="Content">The text; null when tools are called instead without a word.</param>
/// <param name="Reasoning">The chain of thought; empty when the model has none.</param>
/// <param name="ToolCalls">The tools it calls.</param>
/// <param name="Finish">Why it ends.</param>
/// <param name="ContentTokens">Tokens of the text and the tool calls.</param>
/// <param name="ReasoningTokens">Tokens of the chain of thought.</param>
internal sealed record ChatAnswer(
    string? Content,
    string Reasoning,
    IReadOnlyList<ToolCall> ToolCalls,
    Finish Finish,
    int ContentTokens,
    int ReasoningTokens)
{
    /// <summary>The stop text that ended it; null when none did.</summary>
    public string? StoppedBy { get; init; }
}
