using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.GenAI.Answers;

/// <summary>A model's answer, whatever the provider's dialect.</summary>
public sealed class GenAIAnswer
{
    /// <summary>The provider's id of the answer.</summary>
    public string? Id { get; set; }

    /// <summary>The model as the provider names it.</summary>
    public string? Model { get; set; }

    public List<AnswerChoice> Choices { get; } = [];

    /// <summary>Null when the provider gave no figure.</summary>
    public TokenUsage? Usage { get; set; }

    public string? ServiceTier { get; set; }

    /// <summary>An error where an answer belongs; null without one.</summary>
    public AnswerError? Error { get; set; }
}

/// <summary>One of the alternatives of an answer.</summary>
public sealed class AnswerChoice
{
    public int Index { get; init; }

    public List<Part> Parts { get; } = [];

    /// <summary>Null when the answer broke off.</summary>
    public FinishReason? FinishReason { get; set; }

    /// <summary>The provider's own word for it.</summary>
    public string? RawFinishReason { get; set; }

    /// <summary>The stop sequence that was met, where the provider says it.</summary>
    public string? StopSequence { get; set; }

    /// <summary>Probabilities in OpenAI's shape; null without.</summary>
    public System.Text.Json.JsonElement? Logprobs { get; set; }
}

/// <summary>An error that a provider put where an answer belongs.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Type">Its type.</param>
/// <param name="Message">Its words.</param>
public sealed record AnswerError(string? Code, string? Type, string Message);
