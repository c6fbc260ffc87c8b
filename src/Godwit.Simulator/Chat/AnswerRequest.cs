using System.Text.Json;

namespace Godwit.Simulator.Chat;

/// <summary>What an answer is composed from besides the turns, whatever dialect asks for it.</summary>
internal abstract class AnswerRequest
{
    public required string Model { get; init; }

    /// <summary>The most tokens of the answer, reasoning included.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>How many answers are wanted.</summary>
    public int Choices { get; init; } = 1;

    public IReadOnlyList<OfferedTool> Tools { get; init; } = [];

    /// <summary>The tokens of the tools' descriptions.</summary>
    public int ToolTokens { get; init; }

    /// <summary><c>none</c>, <c>auto</c>, <c>required</c>, or null for named tools.</summary>
    public string? ToolChoice { get; init; } = "auto";

    /// <summary>The tools the caller insists on; empty leaves the choice.</summary>
    public IReadOnlyList<string> NamedTools { get; init; } = [];

    /// <summary>Several tool calls at once; null leaves it to the provider.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>How ids of tool calls start; null takes the provider's way in OpenAI Chat.</summary>
    public string? ToolCallIdPrefix { get; init; }

    /// <summary>A sentence comes before tool calls that the model chose itself.</summary>
    public bool SpeaksBeforeTools { get; init; }

    public ResponseFormat Format { get; init; }

    /// <summary>The schema of a <see cref="ResponseFormat.JsonSchema"/> answer.</summary>
    public JsonElement? Schema { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    public string? ReasoningEffort { get; init; }

    /// <summary>Thinking switched on or off by the caller; null leaves it to the model.</summary>
    public bool? Thinking { get; init; }
}
