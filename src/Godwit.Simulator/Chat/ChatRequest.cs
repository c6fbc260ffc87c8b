using System.Text.Json;

namespace Godwit.Simulator.Chat;

/// <summary>The fields of an OpenAI Chat request that change the answer or its form.</summary>
internal sealed class ChatRequest : AnswerRequest
{
    public required JsonElement Root { get; init; }

    public required JsonElement Messages { get; init; }

    public bool Stream { get; init; }

    /// <summary>The stream is to end with a chunk of usage.</summary>
    public bool IncludeUsage { get; init; }

    public bool IncludeObfuscation { get; init; } = true;

    public bool Logprobs { get; init; }

    public int TopLogprobs { get; init; }

    /// <summary>The caller wants the chain of thought apart from the content.</summary>
    public bool SplitReasoning { get; init; }

    /// <summary>Tool arguments may come in pieces although the provider sends them whole by default.</summary>
    public bool ToolStream { get; init; }
}
