namespace Godwit.Simulator.Chat;

/// <summary>The answers to one request and what they follow from.</summary>
/// <param name="Answers">One for each choice.</param>
/// <param name="Basis">The number that the request gives: the same request gives the same ids.</param>
/// <param name="InputTokens">The tokens of the turns and the tools.</param>
internal sealed record ComposedAnswers(IReadOnlyList<ChatAnswer> Answers, ulong Basis, int InputTokens)
{
    public int ContentTokens => Answers.Sum(answer => answer.ContentTokens);

    public int ReasoningTokens => Answers.Sum(answer => answer.ReasoningTokens);
}
