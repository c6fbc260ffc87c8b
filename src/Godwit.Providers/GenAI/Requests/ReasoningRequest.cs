namespace Godwit.Providers.GenAI.Requests;

/// <summary>How much the model is to reason. Members that are null were not asked for.</summary>
public sealed record ReasoningRequest
{
    /// <summary>True or false where the client said so in so many words.</summary>
    public bool? Enabled { get; init; }

    /// <summary>none, minimal, low, medium, high, xhigh or max.</summary>
    public string? Effort { get; init; }

    /// <summary>Most tokens of reasoning.</summary>
    public long? BudgetTokens { get; init; }

    /// <summary>The model itself decides how much; Anthropic's adaptive, Gemini's -1.</summary>
    public bool Adaptive { get; init; }

    /// <summary>The reasoning, or a summary of it, is to be shown.</summary>
    public bool? Show { get; init; }

    /// <summary>OpenAI's kind of summary: auto, concise, detailed.</summary>
    public string? Summary { get; init; }
}
