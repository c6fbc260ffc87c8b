using System.Text.Json;

namespace Godwit.Simulator.Chat;

/// <summary>The fields of a chat request that change the answer.</summary>
internal sealed class ChatRequest
{
    public required JsonElement Root { get; init; }

    public required JsonElement Messages { get; init; }

    public required string Model { get; init; }

    public bool Stream { get; init; }

    /// <summary>The stream is to end with a chunk of usage.</summary>
    public bool IncludeUsage { get; init; }

    public bool IncludeObfuscation { get; init; } = true;

    /// <summary>The most tokens of the answer, reasoning included.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>How many answers are wanted.</summary>
    public int Choices { get; init; } = 1;

    public JsonElement? Tools { get; init; }

    /// <summary><c>none</c>, <c>auto</c>, <c>required</c>, or null for a named tool.</summary>
    public string? ToolChoice { get; init; } = "auto";

    /// <summary>The tool the caller insists on.</summary>
    public string? NamedTool { get; init; }

    /// <summary>Several tool calls at once; null leaves it to the provider.</summary>
    public bool? ParallelToolCalls { get; init; }

    public ResponseFormat Format { get; init; }

    /// <summary>The schema of a <see cref="ResponseFormat.JsonSchema"/> answer.</summary>
    public JsonElement? Schema { get; init; }

    public bool Logprobs { get; init; }

    public int TopLogprobs { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    public string? ReasoningEffort { get; init; }

    /// <summary>Thinking switched on or off by one of the providers' own fields.</summary>
    public bool? Thinking { get; init; }

    /// <summary>The caller wants the chain of thought apart from the content.</summary>
    public bool SplitReasoning { get; init; }

    /// <summary>Tool arguments may come in pieces although the provider sends them whole by default.</summary>
    public bool ToolStream { get; init; }
}
