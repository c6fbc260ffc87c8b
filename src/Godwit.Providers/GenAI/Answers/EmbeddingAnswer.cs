using Godwit.Policy.Contracts;

namespace Godwit.Providers.GenAI.Answers;

/// <summary>Vectors, in the order of their inputs.</summary>
public sealed class EmbeddingAnswer
{
    public required IReadOnlyList<float[]> Vectors { get; init; }

    /// <summary>The model as the provider names it.</summary>
    public string? Model { get; init; }

    /// <summary>What the provider counted; null when it does not say.</summary>
    public TokenUsage? Usage { get; init; }
}
