using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Messages;

/// <summary>An answer in Anthropic's form, before it is written plain or as a stream.</summary>
internal sealed record MessageReply
{
    public required MessagesRequest Request { get; init; }

    public required string Provider { get; init; }

    public required string Id { get; init; }

    public required IReadOnlyList<MessageBlock> Blocks { get; init; }

    public required Finish Finish { get; init; }

    /// <summary>The stop text that ended it.</summary>
    public string? StoppedBy { get; init; }

    /// <summary>All input tokens, those of the cache included.</summary>
    public required int InputTokens { get; init; }

    public required CacheUse Cache { get; init; }

    public required int OutputTokens { get; init; }

    public required int ThinkingTokens { get; init; }

    /// <summary>Usage is told at the end of a stream only.</summary>
    public bool UsageAtEndOnly { get; init; }

    public string StopReason => Finish switch
    {
        Finish.ToolCalls => "tool_use",
        Finish.Length => "max_tokens",
        Finish.Filtered => "refusal",
        _ => StoppedBy is null ? "end_turn" : "stop_sequence",
    };
}
